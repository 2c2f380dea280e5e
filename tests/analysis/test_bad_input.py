"""Whatever comes in as a post gets a verdict that says what it is, and never a guess in the middle."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.legible import legible
from analysis.pipeline import Pipeline, Text
from domain.score import Polarity, Score

NOTHING_TO_JUDGE = {
    "empty": "",
    "white space": " \n\u3000\t",
    "only names": "@星河支付 @客服小张",
    "only links": "http://t.cn/A6abcdE https://example.com/a?b=1",
    "names and links": "@星河支付 http://t.cn/A6abcdE",
    "signs": "。。。！！？？…",
    "digits": "10086",
    "English": "This app is terrible, I want my money back",
    "Korean": "앱이 또 다운됐어요 환불해 주세요",
    "Russian": "Приложение опять не работает",
    "Japanese": "アプリがまた落ちた、返金してほしい",
    "Arabic": "التطبيق لا يعمل",
    "half of a pair": "\ud83d",
    "NULs": "\x00\x00",
    "invisible": "\u200b\u200d\ufeff",
}
HOSTILE = [
    "<script>alert(1)</script>\r\nBcc: x@y.z\x00\ud800" + "[" * 3000 + "#" * 3000 + "//@" * 3000,
    "\ufdd0\x1f\x02" * 50 + "客服太差了",
    "客服太差\x00了\ud83d退款",
    "😡",
    "😡😡😡退款",
    "客服 service отвратительный 太差了 ひどい",
    "㐀龥鿖𠮷" * 40,
    "哈" * 5000,
    "回复" * 5000,
    "//@a:" * 5000,
    "#" * 9999 + "崩" * 9999,
]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["星河支付"])


def score(pipeline: Pipeline, text: str, quoted: str = "") -> Score:
    return pipeline.score([Text(post=1, text=text, quoted=quoted)])[0].score


def is_defined(verdict: Score) -> bool:
    unknown = verdict.polarity is Polarity.UNKNOWN
    return (verdict.negativity is None) == unknown and (unknown or 0 <= (verdict.negativity or 0) <= 1)


@pytest.mark.parametrize("text", NOTHING_TO_JUDGE.values(), ids=NOTHING_TO_JUDGE.keys())
def test_where_there_is_nothing_to_judge_the_mood_is_unknown(pipeline: Pipeline, text: str) -> None:
    verdict = score(pipeline, text)
    assert verdict.polarity is Polarity.UNKNOWN
    assert verdict.negativity is None
    assert verdict.words == ()


@pytest.mark.parametrize("text", ["客服 service 太差了", "我要退款の", "app又崩了", "[怒]", "😡 退款"])
def test_mixed_scripts_are_judged_by_what_is_chinese_in_them(text: str) -> None:
    assert legible(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(pipeline: Pipeline, text: str) -> None:
    verdict = score(pipeline, text, quoted=text)
    assert is_defined(verdict)
    assert all(0 < len(key) <= 80 for key in verdict.keys)
    "".join((*verdict.keys, *(word.word for word in verdict.words))).encode()


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(*[st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]))] * 2), max_size=9
    )
)
def test_any_posts_get_a_defined_verdict_each(pipeline: Pipeline, posts: list[tuple[str, str]]) -> None:
    verdicts = pipeline.score([Text(post=n, text=text, quoted=quoted) for n, (text, quoted) in enumerate(posts)])
    assert [verdict.post for verdict in verdicts] == list(range(len(posts)))
    assert all(is_defined(verdict.score) for verdict in verdicts)


@pytest.mark.slow
def test_a_megabyte_is_judged_in_seconds(pipeline: Pipeline) -> None:
    megabyte = ("星河支付客服太差了，退款不到账，" * 22_000)[:349_525]
    assert len(megabyte.encode()) >= 1_000_000
    begin = time.process_time()
    verdict = score(pipeline, megabyte, quoted=megabyte)
    assert verdict.polarity is Polarity.NEGATIVE
    assert time.process_time() - begin < 20
