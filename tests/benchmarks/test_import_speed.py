"""A long file costs no more memory and no more time a row than a short one; both in one run.

A million rows: python -m tests.benchmarks.import_speed
"""

from pathlib import Path

import pytest

from storage.models import Post, Watch
from tests.benchmarks import import_speed

SHORT, LONG = 6_000, 60_000
MOST_GROWTH, MOST_MEGABYTES_MORE = 2.0, 40


@pytest.mark.slow
def test_a_file_ten_times_as_long_costs_ten_times_the_time_and_the_same_memory(db: None, tmp_path: Path) -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭")
    import_speed.measure(tmp_path, 2_000, watch.pk)  # what is made once
    Post.objects.all().delete()
    short = import_speed.measure(tmp_path, SHORT, watch.pk)
    Post.objects.all().delete()
    long = import_speed.measure(tmp_path, LONG, watch.pk)
    assert short.a_processor_second / long.a_processor_second < MOST_GROWTH
    assert long.megabytes_at_end - long.megabytes_at_tenth < MOST_MEGABYTES_MORE
