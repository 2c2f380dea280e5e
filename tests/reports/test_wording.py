from datetime import UTC, date, datetime

import pytest

from reports import wording


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (512, 392, "比前一日多 120 条（+30.6%）"),
        (5, 10, "比前一日少 5 条（-50.0%）"),
        (7, 7, "与前一日持平"),
        (3, 0, "比前一日多 3 条"),
    ],
)
def test_a_change_is_said_in_words_and_never_as_a_percentage_of_nothing(now: int, then: int, said: str) -> None:
    assert wording.change(now, then, "前一日") == said


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert wording.count(None) == wording.people(None) == wording.per_cent(None) == "未知"


@pytest.mark.parametrize(
    ("number", "said"), [(9_999, "9,999"), (123_456, "12.3 万"), (2_300_000, "230.0 万"), (150_000_000, "1.5 亿")]
)
def test_large_numbers_are_counted_in_ten_thousands(number: int, said: str) -> None:
    assert wording.people(number) == said


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("退款点 https://evil.example.com/a?b=1 领取", "退款点 hxxps://evil[.]example[.]com/a?b=1 领取"),
        ("HTTP://evil.cn", "hxxp://evil[.]cn"),
        ("点击http://10.0.0.1/x和ftp://a", "点击hxxp://10.0.0.1/x和fxp://a"),
        ("去 www.evil.com 看", "去 www[.]evil[.]com 看"),
        ("写信 boss@evil.com.cn", "写信 boss@evil[.]com[.]cn"),
        ("涨了 16.8% 到 3.5 元", "涨了 16.8% 到 3.5 元"),
        ("倒\u202e着\u200b看", "倒着看"),
    ],
)
def test_foreign_words_lose_links_and_hidden_characters(given: str, shown: str) -> None:
    assert wording.harmless(given) == shown


def test_an_excerpt_is_one_line_of_limited_length() -> None:
    assert wording.excerpt("第一行\r\n\n第二行 " + "很长" * 100, 20) == "第一行 第二行 很长很长很长很长很长很…"


def test_midnight_at_the_end_of_a_day_is_24_o_clock() -> None:
    since, until = datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert wording.clock_end(until, since) == "24:00"
    assert wording.moment(until, date(2026, 11, 22)) == "11月23日 00:00"


def test_quotation_marks_inside_a_name_become_single_ones() -> None:
    assert wording.quoted("话题“开锁”突增") == "“话题‘开锁’突增”"
