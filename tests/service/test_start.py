"""What every command does before its work, also when many begin at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service import start


def test_processes_that_start_together_do_not_take_the_folder_for_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YUQING_DIR", str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(start.set_up) for _ in range(400)]:
            done.result()
    assert not list(tmp_path.iterdir())
