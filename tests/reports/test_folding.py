from datetime import UTC, datetime, timedelta

from domain.post import Channel
from reports.folding import folded, reach
from storage.figures import Negative

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def negative(post: int, text: str, **facts: object) -> Negative:
    settled: dict[str, object] = {
        "post": post,
        "channel": Channel.WEIBO,
        "title": "",
        "text": text,
        "quoted": "",
        "url": "",
        "author_key": f"a{post}",
        "author": f"账号{post}",
        "followers": None,
        "verification": None,
        "published_at": AT + timedelta(minutes=post),
        "reposts": None,
        "comments": None,
        "likes": None,
        "reads": None,
        "negativity": 0.9,
    }
    return Negative(**(settled | facts))  # type: ignore[arg-type]


LOCK = "青鹭出行的车锁打不开了，客服电话也没人接，押金也退不了"


def test_near_identical_texts_are_one_with_their_count_first_and_strongest() -> None:
    posts = [
        negative(3, LOCK + "！！！"),
        negative(1, LOCK),
        negative(2, f"{LOCK} https://example.com/1 @某人", followers=50_000),
        negative(4, "转！" + LOCK, author_key="a1"),
        negative(5, "骑到一半自动关锁，摔了一跤，太危险了"),
    ]
    first, second = folded(posts, 10)
    assert (first.copies, len(first.authors), first.first.post, first.strongest.post) == (4, 3, 1, 2)
    assert (second.copies, second.gravest.post) == (1, 5)


def test_a_bare_repost_is_folded_into_what_it_repeats() -> None:
    posts = [negative(1, LOCK), negative(2, "转发微博", quoted=LOCK), negative(3, f"气死了//@骑行者:{LOCK}")]
    assert [fold.copies for fold in folded(posts, 10)] == [3]


def test_two_bare_reposts_of_nothing_known_stay_apart() -> None:
    assert len(folded([negative(1, "[怒]"), negative(2, "[怒]" * 0)], 10)) == 2


def test_copies_add_to_the_reach_and_the_gravest_comes_first() -> None:
    loud = negative(9, "退款流程写得太绕，看了三遍没看懂", followers=3_000, negativity=0.6)
    crowd = [negative(number, LOCK, followers=100) for number in range(1, 8)]
    assert [fold.copies for fold in folded([loud, *crowd], 10)] == [1, 7]
    many = [negative(number, LOCK, followers=100) for number in range(20, 60)]
    assert [fold.copies for fold in folded([loud, *many], 10)] == [40, 1]


def test_unknown_counts_add_nothing_and_reads_stand_for_followers() -> None:
    assert reach(negative(1, LOCK)) == 1
    assert reach(negative(1, LOCK, followers=100, reads=5_000, reposts=2, comments=3, likes=4)) == 1 + 5_000 + 234


def test_no_more_than_asked_for() -> None:
    texts = ["骑车摔了", "押金不退", "客服态度差", "乱扣费用", "找不到停车点", "车座坏了"]
    posts = [negative(number, f"{text}，这是第{number}个不一样的问题{text * 3}") for number, text in enumerate(texts)]
    assert len(folded(posts, 4)) == 4
