"""Settings are read before any conftest: this plugin gives them a folder of state and a configuration of their own."""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("YUQING_") and name != "YUQING_DATABASE__URL"]:
    del os.environ[name]
os.environ["YUQING_DIR"] = tempfile.mkdtemp(prefix="yuqing-tests-")
os.environ["YUQING_CONFIG"] = "tests/yuqing.toml"
