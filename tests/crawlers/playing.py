"""Steps played in a process of their own against the replicas, and what each of them recorded."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Told = dict[str, Any]
NOW = "2026-11-23T06:30:00+00:00"
OUTSIDE = {"DATABASE_URL", "YUQING_DATABASE__URL"}


def play(module: str, folder: Path, steps: Sequence[Told], now: str = NOW) -> tuple[list[Told], str]:
    """What each step recorded and did, as tests.crawlers.`module` tells it, and what was logged; it begins at `now`."""
    named = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    child = subprocess.run(
        [sys.executable, "-m", "tests.crawlers.child", f"tests.crawlers.{module}"],
        input=json.dumps({"now": now, "steps": steps}),
        env={**named, "YUQING_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "service.settings"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert child.returncode == 0, child.stderr[-3000:]
    return [json.loads(line) for line in child.stdout.splitlines()], child.stderr
