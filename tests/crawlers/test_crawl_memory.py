"""A long crawl holds on to nothing: memory after the last tenth of 100,000 posts is about that after the first."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = 10_000
MOST_GROWTH = 1.15


@pytest.mark.slow
def test_memory_is_flat_over_a_hundred_thousand_posts(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crawlers.child", "tests.crawlers.memory_child", str(PAGES)]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "service.settings", "YUQING_DIR": str(tmp_path)}
    child = subprocess.run(command, check=False, env=settings, capture_output=True, text=True, timeout=900)
    assert child.returncode == 0, child.stderr[-3000:]
    told = json.loads(child.stdout)
    megabytes = [memory / 1e6 for memory in told["memory"]]
    sys.stdout.write(f"\n{told['fetched']} posts in {told['seconds']:.0f} s, MB after each tenth: ")
    sys.stdout.write(" ".join(f"{one:.0f}" for one in megabytes) + "\n")
    assert told["fetched"] == PAGES * 10
    assert megabytes[-1] / megabytes[0] < MOST_GROWTH
