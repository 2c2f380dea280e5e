"""The jieba package, imported without its warnings: it asks for pkg_resources, which setuptools complains about."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba
    from jieba import finalseg

__all__ = ["FOLDER", "finalseg", "jieba"]

FOLDER = Path(jieba.__file__).parent
