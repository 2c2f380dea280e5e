import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from reports import charts
from reports.points import ChannelPoint, DayPoint, Foreseen, Gap, HourPoint, SentimentPoint

START = datetime(2026, 11, 21, 16, tzinfo=UTC)  # midnight in China
HOURS = [
    HourPoint(
        at=START + timedelta(hours=hour),
        posts=10 + hour,
        negative=hour,
        scored=10 + hour,
        expected_posts=12.0,
        expected_negative=1.5,
    )
    for hour in range(24)
]
BARE = [HourPoint(at=point.at, posts=0, negative=0, scored=0) for point in HOURS]
AHEAD = Foreseen(
    since=START + timedelta(hours=24), until=START + timedelta(hours=30), low=30.0, middle=60.0, high=600.0
)
DAYS = [DayPoint(day=date(2026, 11, 15) + timedelta(days=n), posts=300 + n, negative=20) for n in range(8)]


def every_spec() -> list[dict[str, Any]]:
    gap = Gap(since=START + timedelta(hours=4), until=START + timedelta(hours=7))
    return [
        charts.hourly_volume(HOURS, [gap]),
        charts.hourly_volume(BARE),
        charts.hourly_volume(HOURS, ahead=AHEAD),
        charts.negative_share(HOURS, [gap]),
        charts.negative_share(BARE),
        charts.daily_volume([*DAYS[:-1], DayPoint(day=date(2026, 11, 22), posts=None, negative=None)]),
        charts.channel_split([ChannelPoint(channel="微博", negative=3, neutral=4, positive=1)]),
        charts.sentiment_split([SentimentPoint(label="青鹭出行", negative=0, neutral=0, positive=0)]),
    ]


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for data in spec["datasets"].values() for row in data]


@pytest.mark.parametrize("number", range(8))
def test_every_chart_is_plain_json_that_asks_nothing_of_a_network_and_can_be_drawn(number: int) -> None:
    spec = every_spec()[number]
    text = json.dumps(spec, allow_nan=False)
    assert '"url"' not in text
    assert charts.png(spec).startswith(b"\x89PNG\r\n")


def test_chinese_is_drawn_as_characters_and_not_as_boxes() -> None:
    """Without a font all characters are the same box, so two titles of one length would make the same picture."""
    one, other = charts.daily_volume(DAYS, name="青鹭出行"), charts.daily_volume(DAYS, name="白鲸快递")
    assert charts.png(one) != charts.png(other)


def test_times_are_china_time_on_a_utc_scale_so_that_no_time_zone_moves_them() -> None:
    spec = charts.negative_share(HOURS)
    assert rows(spec)[0]["at"] == "2026-11-22T00:30:00Z"
    text = json.dumps(spec)
    assert '"domain": ["2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"]' in text
    assert '"type": "utc"' in text
    assert "utcFormat" in text


def test_an_hour_without_posts_has_no_share_rather_than_a_share_of_nothing() -> None:
    assert {row["share"] for row in rows(charts.negative_share(BARE))} == {None}


def test_the_negative_part_stands_at_the_foot_and_the_rest_upon_it() -> None:
    bars = [row for row in rows(charts.hourly_volume(HOURS)) if "low" in row and row["at"].startswith("2026-11-22T05")]
    assert [(row["series"], row["low"], row["high"]) for row in bars] == [("负面", 0, 5), ("其余帖文", 5, 15)]


def test_a_gap_is_shaded_and_named_only_where_the_chart_shows_it() -> None:
    inside = Gap(since=START - timedelta(hours=2), until=START + timedelta(hours=1))
    outside = Gap(since=START - timedelta(hours=2), until=START)
    shaded = [row for row in rows(charts.hourly_volume(HOURS, [inside])) if row["series"] == "采集缺口"]
    assert [(row["at"], row["until"]) for row in shaded] == [("2026-11-22T00:00:00Z", "2026-11-22T01:00:00Z")]
    assert "采集缺口" not in json.dumps(charts.hourly_volume(HOURS, [outside]), ensure_ascii=False)


def test_a_day_that_was_not_collected_is_unknown_and_a_part_of_a_day_a_lower_bound() -> None:
    days = [*DAYS[:6], DayPoint(day=date(2026, 11, 21), posts=None, negative=None)]
    days.append(DayPoint(day=date(2026, 11, 22), posts=512, negative=86, whole=False))
    tops = {row["day"]: row["told"] for row in rows(charts.daily_volume(days)) if "high" in row and "low" not in row}
    assert tops["11月20日 周五"] == "305"
    assert tops["11月21日 周六"] == "未知"
    assert tops["11月22日 周日"] == "≥512"


def test_red_is_for_negative_only() -> None:
    for spec in every_spec():
        scales = [layer["encoding"].get("color", {}).get("scale") for layer in spec["layer"]]
        for scale in filter(None, scales):
            reds = [name for name, shade in zip(scale["domain"], scale["range"], strict=True) if shade == "#c8442f"]
            assert set(reds) <= {"负面", "负面占比"}


def test_the_browser_bundle_is_one_script_that_leaks_no_names() -> None:
    bundle = charts.vega_bundle()
    assert bundle.startswith("(function () {")
    assert "window.vegaEmbed" in bundle
    assert "</script" not in bundle
    assert not [
        one for one, two in pairwise(bundle.splitlines()) if one.startswith("import ") or two.startswith("import ")
    ]


def test_what_is_to_come_stands_after_the_last_hour_as_posts_an_hour() -> None:
    spec = charts.hourly_volume(HOURS, ahead=AHEAD)
    (row, *_) = [row for row in rows(spec) if row.get("series") == "预测区间（折合每小时）"]
    assert (row["at"], row["until"]) == ("2026-11-23T00:00:00Z", "2026-11-23T06:00:00Z")
    assert (row["low"], row["middle"], row["high"]) == (5.0, 10.0, 100.0)
    assert row["posts"] == "共约 30–600 条，居中 60 条"
    text = json.dumps(spec)
    assert '"domain": ["2026-11-22T00:00:00Z", "2026-11-23T06:00:00Z"]' in text
    assert '"domain": [0, 100]' in text
    assert "预测区间" not in json.dumps(charts.hourly_volume(HOURS), ensure_ascii=False)
