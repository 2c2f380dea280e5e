"""What our crawl costs per request beside bare Scrapy, in one run: only the ratio means anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

MOST_BESIDE_READING = 2.0


def test_a_whole_crawl_costs_little_more_than_scrapy_and_the_parser(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.crawlers.child", "tests.benchmarks.overhead_child"]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "service.settings", "YUQING_DIR": str(tmp_path)}
    child = subprocess.run(command, check=False, env=settings, capture_output=True, text=True, timeout=200)
    assert child.returncode == 0, child.stderr[-3000:]
    told = json.loads(child.stdout)
    assert (told["requests"], told["fetched"]) == (400, 4000)
    bare, reading, ours = (1000 * told[name] / told["requests"] for name in ("bare", "reading", "ours"))
    sys.stdout.write(
        f"\nms a request: bare Scrapy {bare:.2f}, with our parser {reading:.2f}, whole crawl {ours:.2f}"
        f" (machinery {ours - reading:.2f}); {ours / reading:.2f} times Scrapy with the parser\n"
    )
    assert ours / reading < MOST_BESIDE_READING
