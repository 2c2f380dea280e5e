"""Three people: Alice on duty, Bob of PR who may look, and Charlie, a stranger; and a small world to look at."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from console import clock
from console.roles import DUTY_GROUP
from domain.alert import Finding, Grade, Measures, Proposal, Reason
from domain.notice import Stage
from domain.post import Author, Channel, Post, PostKind
from domain.score import DecidingWord, Polarity, Score
from storage import alerts, posts, rollups, scores
from storage.models import Alert, Notice, Person, Watch
from storage.models import Post as PostRow
from storage.notices import Telling, queue

HOSTILE = "<script>alert('x')</script> 云帆 \"onmouseover=alert(1) <img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _console(settings: Any) -> None:
    settings.ROOT_URLCONF = "console.urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """The moment of the story: pages read the clock themselves, so that it is now."""
    return clock.now()


@pytest.fixture
def watch(db: None) -> Watch:
    return Watch.objects.create(name="云帆", any_words="云帆")


@pytest.fixture
def alice(db: None) -> Person:
    user = User.objects.create_user("alice", "alice@corp.example", "right-horse-1")
    user.groups.add(Group.objects.get(name=DUTY_GROUP))
    return Person.objects.create(name="艾丽丝", email="alice@corp.example", role="duty", user=user)


@pytest.fixture
def bob(db: None) -> Person:
    user = User.objects.create_user("bob", "bob@corp.example", "right-horse-2")
    return Person.objects.create(name="鲍勃", email="bob@corp.example", role="pr", user=user)


@pytest.fixture
def as_alice(alice: Person) -> Client:
    return _browser(alice)


@pytest.fixture
def as_bob(bob: Person) -> Client:
    return _browser(bob)


@pytest.fixture
def as_charlie(db: None) -> Client:
    return Client()


@pytest.fixture
def as_admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("root", "root@corp.example", "right-horse-3"))
    return client


def _browser(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def a_post(native: str, published: datetime, text: str = "云帆 今天还行", **more: Any) -> Post:
    """An invented post about the watch."""
    return Post(
        channel=more.pop("channel", Channel.WEIBO),
        native_id=native,
        kind=more.pop("kind", PostKind.POST),
        text=text,
        published_at=published,
        collected_at=published + timedelta(minutes=1),
        author=more.pop("author", Author(key=f"u{native}", name="路人")),
        **more,
    )


def keep(watch: Watch, some: list[Post], now: datetime, negative: set[str] | None = None) -> None:
    """Store posts; those named are negative, the others neutral; none named, none scored."""
    posts.store(some, watch=watch.pk, now=now)
    if negative is not None:
        rows = PostRow.objects.filter(native_id__in=[post.native_id for post in some])
        scores.save([(pk, _score(native in negative)) for pk, native in rows.values_list("pk", "native_id")], now)
    rollups.refresh()


def _score(bad: bool) -> Score:
    words = (DecidingWord(word="崩了", weight=2.0),) if bad else ()
    polarity = Polarity.NEGATIVE if bad else Polarity.NEUTRAL
    return Score(
        negativity=0.9 if bad else 0.4, polarity=polarity, words=words, keys=("故障",) if bad else (), model="t"
    )


@pytest.fixture
def alert(watch: Watch, alice: Person, at: datetime) -> Alert:
    """An alert that Alice was mailed of, with one hostile post as evidence."""
    bad = a_post("evil", at - timedelta(hours=1), HOSTILE + " 崩了", url="javascript:alert(1)", title=HOSTILE)
    keep(watch, [bad], at, {"evil"})
    finding = Finding(
        rule="negative_surge",
        watch=watch.pk,
        fingerprint=f"negative_surge:{watch.pk}",
        title="云帆：1 小时内负面 40 条",
        since=at - timedelta(hours=1),
        reasons=(Reason(text="负面 40 条，预计 3 条", observed=40, expected=3),),
        measures=Measures(negative_per_hour=40),
        posts=(PostRow.objects.get(native_id="evil").pk,),
    )
    proposal = Proposal(grade=Grade.THREE, reasons=("第 8 行“负面声量”",), standard=1)
    key = alerts.raise_alert(finding, proposal, ("微信：没有数据",), at - timedelta(minutes=12), told=True)
    assert key is not None
    telling = Telling(stage=Stage.FIRED, address=alice.email, why="主班值班经理", person=alice.pk, alert=key)
    queue([telling], at - timedelta(minutes=12))
    return Alert.objects.get(pk=key)


@pytest.fixture
def notice(alert: Alert) -> Notice:
    return Notice.objects.get(alert=alert)
