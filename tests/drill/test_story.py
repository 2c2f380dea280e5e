"""The story of the demo: the same each time, with the shape that it is meant to have."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from domain.day import CHINA, day_of
from drill.scenario import Badge, Mood, Reach, Scenario, grown
from drill.scenarios.outage import outage_story


@pytest.fixture(scope="module")
def story() -> Scenario:
    return outage_story(2026, datetime.fromisoformat("2026-11-23T01:30:00+00:00"))


def test_the_same_seed_and_moment_tell_the_same(story: Scenario) -> None:
    assert outage_story(2026, story.now) == story
    assert outage_story(2027, story.now).microblogs != story.microblogs


def test_fourteen_ordinary_days_come_before_today(story: Scenario) -> None:
    days = Counter(day_of(post.published_at) for post in story.about_brand())
    ordinary = [count for day, count in days.items() if day < day_of(story.now)]
    assert len(ordinary) == 14
    assert all(115 <= count <= 165 for count in ordinary)


def test_ordinary_days_are_mostly_friendly(story: Scenario) -> None:
    moods = Counter(post.mood for post in story.about_brand() if post.published_at < story.outage_began)
    assert 0.12 <= moods[Mood.NEGATIVE] / moods.total() <= 0.18
    assert moods[Mood.POSITIVE] > moods[Mood.NEUTRAL] > moods[Mood.NEGATIVE]


def test_the_day_curve_sleeps_at_night(story: Scenario) -> None:
    hours = Counter(
        post.published_at.astimezone(CHINA).hour
        for post in story.about_brand()
        if post.published_at < story.outage_began
    )
    assert hours[9] + hours[10] > 6 * (hours[3] + hours[4])


def test_the_outage_rises_fast_and_is_almost_all_negative(story: Scenario) -> None:
    outage = [post for post in story.about_brand() if post.published_at >= story.outage_began]
    thirds = Counter(int((post.published_at - story.outage_began) / timedelta(hours=1)) for post in outage)
    assert 300 <= len(outage) <= 700
    assert thirds[0] < thirds[1]
    assert sum(post.mood is Mood.NEGATIVE for post in outage) > 0.85 * len(outage)
    assert any("#青鹭出行崩了#" in post.text for post in outage)


def test_the_outage_has_leaders_papers_and_an_apology(story: Scenario) -> None:
    outage = [post for post in story.about_brand() if post.published_at >= story.outage_began]
    loudest = max(outage, key=lambda post: post.reach.reposts)
    assert loudest.reach.after(story.now - loudest.published_at).reposts > 3000
    assert any(post.account.badge is Badge.BLUE and post.mood is Mood.NEGATIVE for post in outage)
    assert any("致歉" in post.text for post in outage)
    assert any(post.original for post in outage)


def test_texts_are_varied(story: Scenario) -> None:
    posts = [post for post in story.about_brand() if post.original is None]
    assert len({post.text for post in posts}) > 0.97 * len(posts)


def test_noise_holds_none_of_the_brand_s_words(story: Scenario) -> None:
    asides = [post for post in story.microblogs if post.mood is Mood.ASIDE]
    assert len(asides) > 300
    assert not any(word in post.words() for post in asides for word in story.brand.words)


@pytest.mark.parametrize("mark", ["<script>", "=HYPERLINK(", "\r\nSubject:", "DROP TABLE", "\u200d", "{7*7}", "\u202e"])
def test_hostile_texts_are_among_the_posts(story: Scenario, mark: str) -> None:
    assert any(mark in post.text for post in story.about_brand())


def test_no_gap_is_left_unfilled(story: Scenario) -> None:
    texts = [post.text for post in story.microblogs] + [article.words() for article in story.articles]
    assert not [text for text in texts if "{" in text and "7*7" not in text]


def test_numbers_are_unique_and_hold_their_second(story: Scenario) -> None:
    mids = [post.mid for post in story.microblogs]
    assert len(set(mids)) == len(mids)
    assert all((post.mid >> 22) + 515_483_463 == int(post.published_at.timestamp()) for post in story.microblogs)


def test_articles_come_a_handful_a_day_and_some_are_gone(story: Scenario) -> None:
    days = Counter(day_of(article.published_at) for article in story.articles_about_brand())
    assert all(1 <= count <= 9 for count in days.values())
    assert len(story.articles) > len(story.articles_about_brand())
    assert len({(a.biz, a.mid, a.idx) for a in story.articles}) == len(story.articles)


def test_the_story_goes_on_after_now(story: Scenario) -> None:
    assert story.microblogs[-1].published_at > story.now + timedelta(hours=2)
    assert all(post.published_at < story.now for post in story.about_brand())


def test_counts_grow_as_cascades_do() -> None:
    assert grown(timedelta(minutes=-5)) == 0
    assert grown(timedelta(minutes=30)) == pytest.approx(0.35)
    assert grown(timedelta(days=3)) == 1
    assert Reach(reposts=1000, comments=100, likes=10).after(timedelta(hours=1)) == Reach(
        reposts=480, comments=48, likes=5
    )
