"""The scoring job takes what people set: words of complaint kinds, rivals of a watch; and finds copies by itself."""

from datetime import datetime, timedelta

import pytest

from domain.complaint_words import read_change
from domain.post import Author, Channel, Post, PostKind
from domain.score import Complaint, Noise, Polarity
from service.scoring import score_all
from storage import complaint_words, posts
from storage.models import Rollup, Score, Watch

COPY = "青鹭出行真的太让人放心了，全家老小都在用，师傅热情车子也新，强烈推荐给身边每一位朋友试试"


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭", rivals="蓝鲸出行")


def tell(watch: Watch, now: datetime, *texts: str) -> None:
    some = [
        Post(
            channel=Channel.WEIBO,
            native_id=text,
            kind=PostKind.POST,
            text=text,
            published_at=now - timedelta(minutes=30, seconds=-n),
            collected_at=now,
            author=Author(key=f"a{n}"),
        )
        for n, text in enumerate(texts)
    ]
    posts.store(some, watch=watch.pk, now=now)
    score_all(lambda done, total: None)


def of(text: str) -> Score:
    return Score.objects.get(post__native_id=text)


def test_words_that_people_added_count_from_the_next_scoring_on(watch: Watch, now: datetime) -> None:
    before, after = "青鹭的铃铛哑了", "青鹭的铃铛又哑了"
    tell(watch, now, before)
    assert of(before).complaint == ""
    change = read_change(Complaint.QUALITY, "铃铛+哑", "")
    assert complaint_words.save(change, by="林晓", now=now, seen=0)
    tell(watch, now, after)
    assert (of(after).complaint, of(after).complaint_words) == ("quality", ["铃铛+哑"])


def test_the_name_of_a_watch_and_its_rivals_say_who_is_meant(watch: Watch, now: datetime) -> None:
    worse, better, down = "青鹭不如蓝鲸出行", "蓝鲸出行太坑了，还是青鹭靠谱", "青鹭崩了"
    tell(watch, now, worse, better, down)
    assert of(worse).polarity == Polarity.NEGATIVE.value
    assert of(better).polarity != Polarity.NEGATIVE.value
    assert of(better).complaint == ""
    assert of(down).complaint == Complaint.SERVICE_DOWN.value


def test_a_campaign_is_found_while_scoring_and_counted_apart(watch: Watch, now: datetime) -> None:
    tell(watch, now, *(f"{COPY}{n}{n}" for n in range(10)), "青鹭崩了", "转发抽三位送青鹭月卡")
    assert Score.objects.filter(noise=Noise.COPY.value).count() == 9
    assert Score.objects.filter(noise=Noise.LOTTERY.value).count() == 1
    assert sum(Rollup.objects.values_list("posts", flat=True)) == 2
    assert sum(Rollup.objects.values_list("noise", flat=True)) == 10
