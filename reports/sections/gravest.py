"""重点负面帖文: the ten gravest, near-identical ones folded with their number."""

import re

from domain.report import Entry, Section, Sentence, Tone
from domain.score import Polarity
from reports import links
from reports.facts import Facts, Span, WatchFacts
from reports.folding import Fold, folded, reach
from reports.wording import count, excerpt, people, quoted
from storage import figures
from storage.figures import Negative

KEY, TITLE = "gravest", "重点负面帖文"
MOST_SHOWN = 10
LONGEST = 280
RUNS = re.compile(r"\w+")
LEAST_RUN, LONGEST_RUN = 6, 20
HOW = (
    "按“负面程度 × 影响面”排序；影响面取阅读数与粉丝数中的较大者，加上转发 ×100、评论 ×10 与点赞，未知的数不计入。"
    "内容几乎相同的帖文合并为一条。"
)


def make(facts: Facts) -> Section:
    """The gravest posts of all watches; a post of several watches is told once."""
    found = [(fold, one) for one in facts.watches for fold in _folds(one)]
    entries: list[Entry] = []
    shown: set[int] = set()
    for fold, one in sorted(found, key=lambda pair: -pair[0].weight):
        if fold.gravest.post not in shown and len(entries) < MOST_SHOWN:
            shown.add(fold.gravest.post)
            entries.append(_entry(fold, one.watch.key, facts.span))
    return Section(
        key=KEY,
        title=TITLE,
        sentences=_sentences(entries),
        entries=tuple(entries),
    )


def _folds(one: WatchFacts) -> list[Fold]:
    span = one.today.span
    return folded(figures.negatives(one.watch.key, span.first, span.last), MOST_SHOWN)


def _sentences(entries: list[Entry]) -> tuple[Sentence, ...]:
    if not entries:
        return (Sentence(text="已采到的帖文中没有负面帖文。"),)
    copied = max(entries, key=lambda entry: entry.copies)
    if copied.copies == 1:
        return (Sentence(text=HOW),)
    text = (
        f"传播最多的一段文字共 {count(copied.copies)} 条，来自 {count(copied.authors)} 个账号，"
        f"粉丝最多的是{_name(copied.strongest)}（粉丝 {people(copied.strongest_followers)}）。"
    )
    return Sentence(text=HOW), Sentence(text=text, query=copied.query, tone=Tone.BAD)


def _name(author: str | None) -> str:
    return quoted(author) if author else "一个未知账号"


def _entry(fold: Fold, watch: int, span: Span) -> Entry:
    post, strongest = fold.gravest, fold.strongest
    words = post.text if not post.quoted else f"{post.text}（转自：{post.quoted}）"
    return Entry(
        post=post.post,
        channel=post.channel,
        author=post.author or None,
        followers=post.followers,
        verification=post.verification,
        published_at=post.published_at,
        title=excerpt(post.title, 80) or None,
        text=excerpt(words, LONGEST),
        url=post.url or None,
        negativity=post.negativity,
        complaint=post.complaint,
        reach=_reach(post),
        copies=fold.copies,
        authors=len(fold.authors),
        first_seen=fold.first.published_at,
        strongest=strongest.author or None,
        strongest_followers=strongest.followers,
        query=_query(fold, watch, span),
    )


def _query(fold: Fold, watch: int, span: Span) -> str:
    """The post itself, or a search for its longest run of words that finds the copies."""
    run = max(RUNS.findall(fold.gravest.text), key=len, default="")
    if fold.copies == 1 or len(run) < LEAST_RUN:
        return links.post(fold.gravest.post)
    return links.posts(watch, span.day, polarity=Polarity.NEGATIVE, words=run[:LONGEST_RUN])


def _reach(post: Negative) -> str:
    """What is known of a post's spread, in words."""
    facts = (("转发", post.reposts), ("评论", post.comments), ("点赞", post.likes), ("阅读", post.reads))
    known = [f"{name} {people(number)}" for name, number in facts if number is not None]
    return "、".join(known) if known else f"互动数未知（影响面至少 {count(reach(post))}）"
