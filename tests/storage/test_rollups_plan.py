"""Working off a mark costs what its five minutes hold, not what the watch holds."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storage import posts, rollups
from storage.models import Rollup
from tests.storage.test_posts_store import a_post, watch

__all__ = ["watch"]
pytestmark = pytest.mark.django_db


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="tells how SQLite finds the posts of a bucket")
def test_the_posts_of_a_marked_bucket_are_found_by_their_time(watch: object, now: datetime) -> None:
    posts.store([a_post()], watch=watch.pk, now=now)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as asked:
        rollups.refresh()
    (count,) = (one["sql"] for one in asked if "INSERT INTO storage_rollup" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + count.replace("%", "%%"))
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "SEARCH m USING INDEX mention_time (watch_id=? AND bucket=?)" in plan
    assert Rollup.objects.get().posts == 1
