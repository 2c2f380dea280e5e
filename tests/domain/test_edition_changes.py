"""What is an edit and what is only another page of the same post."""

import pytest

from domain.edition import Change, Words, change

WHOLE = "青鹭出行今天又崩了，我在路边等了四十分钟，客服一直说正在处理，最后也没有人来接，押金还退不了。"
BEGINNING = WHOLE[:20]


def words(text: str, *, cut: bool = False, title: str = "", quoted: str = "") -> Words:
    return Words(title=title, text=text, quoted=quoted, cut=cut)


@pytest.mark.parametrize(
    ("known", "fresh", "expected"),
    [
        (words(WHOLE), words(WHOLE + "\u200b\u200b"), Change.SAME),
        (words("看这里 网页链接"), words("看这里 http://t.cn/A6abc"), Change.SAME),
        (words(BEGINNING + "...", cut=True), words(WHOLE), Change.COMPLETES),
        (words(BEGINNING + "…全文", cut=True), words(WHOLE), Change.COMPLETES),
        (words(WHOLE), words(BEGINNING + "...", cut=True), Change.SAME),
        (words(BEGINNING, cut=True), words(BEGINNING), Change.COMPLETES),
        (words(BEGINNING + "...", cut=True), words(WHOLE[:30] + "...", cut=True), Change.SAME),
        (words(WHOLE), words(WHOLE.replace("四十", "五十")), Change.EDITED),
        (words(BEGINNING, cut=True), words("另外一件事，和原来说的完全不同"), Change.EDITED),
        (words(WHOLE), words("另外一件事，和原来…", cut=True), Change.EDITED),
        (words(WHOLE), words(BEGINNING), Change.EDITED),
        (words("转发", quoted="原来的话"), words("转发", quoted="抱歉，此微博已被作者删除"), Change.SAME),
        (words("转发", quoted="原来的"), words("转发", quoted="原来的话，全的"), Change.COMPLETES),
        (words("文", title="旧题"), words("文", title="新题"), Change.EDITED),
        (words("说得好..."), words("说得好"), Change.EDITED),
    ],
)
def test_an_edit_is_told_from_another_page_of_the_same(known: Words, fresh: Words, expected: Change) -> None:
    assert change(known, fresh) is expected
