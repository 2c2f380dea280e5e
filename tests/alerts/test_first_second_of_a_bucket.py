"""A moment in the first second after five minutes were full is judged like any other."""

from datetime import datetime, timedelta

import pytest

from alerts import history
from alerts.evaluate import evaluate
from domain.day import bucket_of
from storage.models import Watch

pytestmark = pytest.mark.django_db
FULL = timedelta()


@pytest.mark.parametrize("past", [FULL, timedelta(microseconds=1), timedelta(seconds=0.6), timedelta(seconds=299)])
def test_the_table_reaches_the_bucket_that_has_just_begun(now: datetime, past: timedelta) -> None:
    watch = Watch.objects.create(name="青鹭出行", any_words="青鹭").noun()
    moment = now + past
    begin = bucket_of(now - timedelta(days=1))
    table = history.read([watch], begin, moment, moment).knowledge(begin, moment, moment).table
    assert table.place(bucket_of(moment - timedelta(microseconds=1))) == table.posts.shape[1] - 1


def test_an_evaluation_in_that_second_ends_well(now: datetime) -> None:
    Watch.objects.create(name="青鹭出行", any_words="青鹭")
    assert evaluate(now + timedelta(seconds=0.6)).raised == 0
