import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.post import Channel, Verification
from domain.report import VERSION, Body, Cell, Chart, Entry, Figure, Section, SectionState, Sentence, Table, Tone
from domain.score import Complaint
from domain.strict_json import UnreadableJson, read, written
from reports.render.stored import body_of
from storage.models import Report

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ENTRY = Entry(
    post=7,
    channel=Channel.WEIBO,
    author=None,
    followers=None,
    verification=Verification.MEDIA,
    published_at=AT,
    title=None,
    text="<b>车锁打不开</b>",
    url=None,
    negativity=0.9,
    complaint=Complaint.QUALITY,
    reach="互动数未知",
    copies=3,
    authors=2,
    first_seen=AT,
    strongest="晚报",
    strongest_followers=10,
    query="/posts/7/",
)
SECTION = Section(
    key="overview",
    title="总览",
    lead="共 1 条。",
    figures=(Figure(label="帖文", value=None, shown="未知", query="/posts/", tone=Tone.UNKNOWN),),
    sentences=(Sentence(text="一句话。"),),
    tables=(Table(title="表", columns=("甲", "乙"), rows=((Cell(text="1"), Cell(text="2", query="/x/")),)),),
    charts=(Chart(key="c", title="图", told="图中所示", spec={"layer": [{"mark": "bar"}], "width": 640}),),
    entries=(ENTRY,),
)
BODY = Body(
    version=VERSION,
    day=date(2026, 11, 22),
    edition=1,
    made_at=AT,
    since=AT,
    until=AT,
    organisation="测试公司",
    headline="共 1 条",
    summary="共 1 条。",
    sections=(SECTION, Section(key="topics", title="话题", state=SectionState.FAILED, trouble="读不到")),
)


def stored() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(written(BODY)))
    return plain


def test_a_report_comes_back_from_json_as_it_was() -> None:
    assert read(Body, stored()) == BODY


def test_a_report_from_before_the_kinds_is_still_read() -> None:
    plain = stored() | {"version": 1}
    for entry in plain["sections"][0]["entries"]:
        del entry["complaint"]
    body = body_of(Report(body=plain))
    assert body.version == VERSION
    assert body.sections[0].entries == (replace(ENTRY, complaint=None),)


@pytest.mark.parametrize("body", [{}, [], None, {"version": 3}, {"version": 1}])
def test_a_report_of_an_unknown_shape_is_refused(body: Any) -> None:
    with pytest.raises(UnreadableJson):
        body_of(Report(body=body))


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("summary",), None, r"\$\.summary: str expected"),
        (("edition",), "1", r"\$\.edition: int expected"),
        (("edition",), True, r"\$\.edition: int expected"),
        (("day",), "gestern", r"\$\.day"),
        (("made_at",), "2026-11-22T12:00:00", "without a zone"),
        (("sections", 0, "state"), "half", r"\$\.sections\[0\]\.state"),
        (("sections", 0, "entries", 0, "channel"), "fax", r"entries\[0\]\.channel"),
        (("sections", 0, "entries", 0, "copies"), 1.5, r"copies: int expected"),
        (("sections", 0, "charts", 0, "spec"), [], r"spec: dict expected"),
        (("sections",), {}, r"\$\.sections: list expected"),
    ],
)
def test_a_wrong_value_is_refused_with_its_path(path: tuple[str | int, ...], value: object, complaint: str) -> None:
    plain = stored()
    place: Any = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(UnreadableJson, match=complaint):
        read(Body, plain)


def test_missing_and_unknown_keys_are_refused() -> None:
    more, less = deepcopy(stored()), deepcopy(stored())
    more["sections"][0]["colour"] = "red"
    del less["sections"][0]["lead"]
    for plain, key in ((more, "colour"), (less, "lead")):
        with pytest.raises(UnreadableJson, match=rf"sections\[0\].*missing or unknown keys {key}"):
            read(Body, plain)


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        written(Section(key="x", title="x", figures=(datetime(2026, 11, 22),)))  # type: ignore[arg-type]  # noqa: DTZ001
