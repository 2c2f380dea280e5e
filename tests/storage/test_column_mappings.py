"""Columns that a person named once: the newest word counts, and it can be taken back."""

from datetime import datetime, timedelta

import pytest

from storage.column_mappings import Pair, forget, remember, remembered

TEXT, TIME = Pair(field="text", column="内容描述"), Pair(field="published_at", column="日期")


@pytest.mark.django_db
def test_what_was_said_of_a_header_is_there_until_it_is_said_anew_or_forgotten(now: datetime) -> None:
    assert remembered("甲") is None
    remember("甲", [TEXT], now)
    remember("甲", [TEXT, TIME], now + timedelta(days=1))
    found = remembered("甲")
    assert found is not None
    assert (found.pairs, found.made_at) == ((TEXT, TIME), now + timedelta(days=1))
    assert remembered("乙") is None
    assert forget("甲")
    assert not forget("甲")
    assert remembered("甲") is None
