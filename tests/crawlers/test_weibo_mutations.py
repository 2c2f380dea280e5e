"""Answers that were changed at random: a parser refuses them or tells what stands in them, never a mixture."""

import copy
import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.weibo_comments import CommentPage, read_comments, read_mobile_comments
from crawlers.pages.weibo_mobile_search import read_mobile_search
from crawlers.pages.weibo_reposts import read_reposts
from crawlers.pages.weibo_rows import BlogPage
from crawlers.pages.weibo_search import read_search
from crawlers.pages.weibo_timeline import read_mobile_timeline, read_timeline, read_waterfall
from domain.post import Post
from tests.crawlers import recordings
from tests.crawlers.recordings import NOON, packed
from tests.crawlers.weibo_markup import MID, card, page, quoted_post

Body = dict[str, Any]
READERS: dict[str, Callable[[bytes, datetime], BlogPage | CommentPage]] = {
    "mymblog.json": read_timeline,
    "waterfall.json": read_waterfall,
    "m_timeline.json": read_mobile_timeline,
    "m_search.json": read_mobile_search,
    "repost_timeline.json": read_reposts,
    "comments.json": read_comments,
    "m_hotflow.json": read_mobile_comments,
}
WRONG: tuple[Any, ...] = (
    None,
    0,
    1,
    -1,
    True,
    False,
    1.5,
    "",
    " ",
    "很多",
    "100万+",
    "7",
    "<b>",
    [],
    {},
    [[]],
    {"a": {"b": []}},
    10**30,
)
MISPLACED = (
    "5368320463220793",
    5368320463220793,
    "Mon Nov 23 08:05:07 +0800 2026",
    "11-23",
    "抱歉，此微博已被作者删除。",
)
ODD = st.sampled_from((*WRONG, *MISPLACED))
COUNTS = {
    "reposts": ("reposts_count",),
    "comments": ("comments_count", "total_number"),
    "likes": ("attitudes_count", "like_counts", "like_count"),
}
MONTHS = {"Nov": 11}
FULL = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d):(\d\d):(\d\d) \+0800 (\d{4})")


def paths(value: object, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a body."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in children:
        yield (*here, key)
        yield from paths(inner, (*here, key))


def at(body: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


ALL = {name: recordings.given(name) for name in READERS}
PATHS = {name: list(paths(body)) for name, body in ALL.items()}
VITAL = frozenset(
    {"id", "mid", "idstr", "mblogid", "bid", "created_at", "text", "user", "like_counts", "reposts_count"}
)
VITAL_PATHS = {name: [path for path in there if path[-1] in VITAL] for name, there in PATHS.items()}


@st.composite
def mutated(draw: st.DrawFn, name: str) -> Body:
    """A recording with one to three places deleted, replaced, nested, or filled with what stands elsewhere in it.

    Half of the places are those that make a post what it is.
    """
    body = copy.deepcopy(ALL[name])
    places = st.one_of(st.sampled_from(PATHS[name]), st.sampled_from(VITAL_PATHS[name]))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(places)
        how = draw(st.sampled_from(["delete", "replace", "nest", "move", "from its like"]))
        alike = [place for place in PATHS[name] if place[-1] == path[-1]]
        other = draw(st.sampled_from(alike) if how == "from its like" else places)
        try:
            holder, moved = at(body, path[:-1]), copy.deepcopy(at(body, other))
            value = holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(holder, dict | list):
            continue
        if how == "delete":
            del holder[path[-1]]
        else:
            holder[path[-1]] = {"replace": draw(ODD), "nest": {"x": value}}.get(how, moved)
    changed: Body = body
    return changed


def objects(value: object) -> Iterator[Body]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def letters(written: str) -> str:
    """What is left of HTML or text when only words count; written apart from the parsers on purpose."""
    named = re.sub(r"<img[^>]*?alt=[\"']?(\[[^\]]*\])[^>]*>", r"\1", written)
    return "".join(re.findall(r"\w", html.unescape(html.unescape(re.sub(r"<[a-zA-Z/][^>]*>", "", named)))))


def says(one: Body, text: str) -> bool:
    """Whether these words stand in the text of this object."""
    long = one.get("longText") if isinstance(one.get("longText"), dict) else {}
    assert isinstance(long, dict)
    told = [one.get(key) for key in ("text", "text_raw", "raw_text", "longTextContent_raw")]
    told += [long.get("longTextContent"), long.get("content")]
    links = [(link.get("short_url"), link.get("url_title")) for link in objects(one)]
    for words in (words for words in told if isinstance(words, str)):
        named = words
        for short, title in links:
            if isinstance(short, str) and isinstance(title, str) and short:
                named = named.replace(short, title)
        if letters(text) in letters(words) or letters(text) in letters(named):
            return True
    return False


def number(value: object) -> int | None:
    """A count as the body writes it."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        match = re.fullmatch(r"\D*([\d.]+)(万?)\+?", value.strip())
        assert match
        return round(float(match[1]) * (10_000 if match[2] else 1))
    assert isinstance(value, int)
    return value


def counted_truly(one: Body, post: Post) -> bool:
    assert post.reading is not None
    for field, keys in COUNTS.items():
        told = [number(one[key]) for key in keys if key in one]
        told = [value for value in told if value is not None]
        if getattr(post.reading, field) != (told[0] if told else None):
            return False
    return True


def timed_truly(one: Body, post: Post) -> bool:
    written = one.get("created_at")
    inside = datetime.fromtimestamp((int(post.native_id) >> 22) + 515_483_463, UTC)
    match = FULL.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        return post.published_at == inside
    month, day, hour, minute, second, year = match.groups()
    told = datetime(int(year), MONTHS[month], int(day), int(hour), int(minute), int(second), tzinfo=UTC)
    return post.published_at == told - timedelta(hours=8)


def is_true(one: Body, post: Post) -> bool:
    """Whether every fact of the post stands in this one object."""
    numbers = {str(one[key]) for key in ("id", "mid", "idstr") if one.get(key) not in (None, "")}
    user = one.get("user")
    if numbers != {post.native_id} or not isinstance(user, dict):
        return False
    assert post.author is not None
    accounts = {str(user[key]) for key in ("id", "idstr") if user.get(key) not in (None, "")}
    return (
        accounts == {post.author.key}
        and says(one, post.text)
        and counted_truly(one, post)
        and timed_truly(one, post)
        and (post.region is None or letters(post.region) in letters(f"{one.get('region_name')} {one.get('source')}"))
        and (post.source is None or letters(post.source) in letters(str(one.get("source"))))
        and (post.author.name is None or letters(post.author.name) in letters(str(user.get("screen_name"))))
        and (post.author.followers is None or str(post.author.followers)[:2] in str(user).replace(".", ""))
    )


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_changed_body_gives_truth_or_a_refusal(name: str, data: st.DataObject) -> None:
    body = data.draw(mutated(name))
    try:
        found = READERS[name](packed(body), NOON)
    except UnreadablePage:
        return
    for post in found.posts:
        assert any(is_true(one, post) for one in objects(body)), post


@pytest.mark.parametrize("name", ["mymblog.json", "repost_timeline.json"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_row_is_lost_without_a_word(name: str, data: st.DataObject) -> None:
    body = data.draw(mutated(name))
    try:
        found = READERS[name](packed(body), NOON)
    except UnreadablePage:
        return
    assert isinstance(found, BlogPage)
    if found.nothing:
        assert body["ok"] not in (1, "1")
        return
    rows = body["data"] if name.startswith("repost") else body["data"]["list"]
    assert len(found.blogs) + len(found.gone) + len(found.unreadable) + found.ads + found.liked == len(rows)


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=20, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_body_that_breaks_off_is_refused(name: str, share: float) -> None:
    whole = json.dumps(ALL[name], ensure_ascii=False).encode()
    with pytest.raises(UnreadablePage):
        READERS[name](whole[: int(len(whole) * share)], NOON)


CARDS = [
    card("今天的云雀很准时", mid=MID, counts=("11", "22", "33")),
    card("等了半小时", mid=MID - 10**10, quoted=quoted_post("原文一句", MID - 10**11), counts=("44", "55", "66")),
    card("退款了吗", mid=MID - 2 * 10**10, counts=("转发", "评论", "77")).replace("6012345678", "6012345679"),
]
PAGE = page(*CARDS, pages=3, following=True).decode()
TAGS = [match.span() for match in re.finditer(r"<[^>]+>|[^<>]+", PAGE)]
VITAL_TAGS = [at for at, (a, b) in enumerate(TAGS) if re.search(r'mid=|weibo\.com/\d|class="txt"|\d\d', PAGE[a:b])]
PLACES = st.one_of(st.integers(0, len(TAGS) - 1), st.sampled_from(VITAL_TAGS))


@settings(max_examples=150, deadline=None)
@given(
    how=st.sampled_from(["delete", "swap", "empty"]),
    one=PLACES,
    other=PLACES,
)
def test_a_changed_page_gives_truth_or_a_refusal(how: str, one: int, other: int) -> None:
    (a, b), (c, d) = sorted([TAGS[one], TAGS[other]])
    if how == "delete":
        changed = PAGE[:a] + PAGE[b:]
    elif how == "empty":
        changed = PAGE[:a] + PAGE[c:]
    else:
        changed = PAGE if a == c else PAGE[:a] + PAGE[c:d] + PAGE[b:c] + PAGE[a:b] + PAGE[d:]
    try:
        found = read_search(changed.encode(), NOON)
    except UnreadablePage:
        return
    for post in found.posts:
        assert stands_in(post, changed), post


def stands_in(post: Post, written: str) -> bool:
    """Whether number, account and words stand together between one card's beginning and the next one's."""
    assert post.author is not None
    assert post.reading is not None
    written = re.sub(r"<!--.*?-->", "", written, flags=re.DOTALL)
    start = written.index(f'mid="{post.native_id}"')
    end = written.find('class="card-wrap"', start)
    chunk = written[start : end if end > 0 else len(written)]
    counts = [post.reading.reposts, post.reading.comments, post.reading.likes]
    return (
        post.author.key in chunk
        and letters(post.text) in letters(chunk)
        and all(str(count) in chunk for count in counts if count)
        and post.published_at == datetime.fromtimestamp((int(post.native_id) >> 22) + 515_483_463, UTC)
    )


@settings(max_examples=50, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_page_that_breaks_off_is_refused(share: float) -> None:
    with pytest.raises(UnreadablePage):
        read_search(PAGE.encode()[: int((len(PAGE.encode()) - 8) * share)], NOON)
