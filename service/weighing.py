"""Which weights the scoring uses: those that people trained here, else the shipped ones."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from analysis.sentiment.engine import make_engine
from analysis.sentiment.weights import Weights, read_weights
from service.config import state_dir
from storage import model_versions


def standing_weights() -> Path | None:
    """The file of the version in place, written beside the other state where it is not there; None for the shipped."""
    name = model_versions.standing_name()
    if name is None:
        return None
    path = _path(name)
    if not path.exists():
        standing = model_versions.standing()
        if standing is None:
            return None
        _write(path, standing[1])
    return path


def standing_model() -> Weights:
    """The weights in place."""
    path = standing_weights()
    return read_weights() if path is None else read_weights(path)


def current_model() -> str:
    """The name that verdicts carry from now on; those under another one are out of date."""
    return model_versions.standing_name() or shipped_model()


@cache
def shipped_model() -> str:
    """The name of the engine with the shipped weights; read once, since the schedule asks twice a minute."""
    return make_engine().name


def _path(name: str) -> Path:
    return state_dir() / "models" / f"{blake2b(name.encode(), digest_size=8).hexdigest()}.gz"


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all: another process may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(body)
    part.replace(path)
