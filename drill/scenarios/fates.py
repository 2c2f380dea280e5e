"""What becomes of posts afterwards: some are taken away, some edited, one is pinned, one is seen by millions."""

import random
from dataclasses import replace
from datetime import timedelta

from drill.scenario import Edit, End, Gone, Microblog, Mood, Reach, Scenario
from drill.scenarios import complaints

GONE_SHARE, EDITED_SHARE = 0.06, 0.05
WAYS = (Gone.DELETED, Gone.DELETED, Gone.REPORTED, Gone.HIDDEN)
FIRST_HOURS, LAST_HOURS = 0.5, 6.0
SECOND_THOUGHTS = "\n（更新：客服刚刚联系我了）"
HUGE = Reach(reposts=1_300_000, comments=1_100_000, likes=4_600_000)


def with_fates(scenario: Scenario) -> Scenario:
    """The same story, in which posts about the outage are taken away or edited half an hour to six hours later.

    The brand's first post is pinned, and the loudest post is long and seen by millions. Whoever repeats a post repeats
    what became of it. The same story always gets the same fates.
    """
    rng = random.Random(scenario.seed + 17)  # noqa: S311  # a story, no secret
    outage = [post for post in scenario.microblogs if post.published_at >= scenario.outage_began]
    loudest = max(outage, key=lambda post: post.reach.reposts)
    official = next(post for post in scenario.microblogs if post.account.name == scenario.brand.name)
    known = {post.mid: _fated(post, rng) for post in outage if post.original is None and post is not loudest}
    known[loudest.mid] = replace(loudest, reach=HUGE, text=f"{loudest.text}\n\n{complaints.WHOLE_STORY}")
    known[official.mid] = replace(known.get(official.mid, official), pinned=True, end=None)
    return replace(scenario, microblogs=tuple(_told(post, known) for post in scenario.microblogs))


def _fated(post: Microblog, rng: random.Random) -> Microblog:
    dice, later = rng.random(), post.published_at + timedelta(hours=rng.uniform(FIRST_HOURS, LAST_HOURS))
    how = rng.choice(WAYS)
    later = later.replace(microsecond=0)
    if post.mood is Mood.NEGATIVE and dice < GONE_SHARE:
        return replace(post, end=End(at=later, how=how))
    if dice > 1 - EDITED_SHARE:
        return replace(post, edits=(Edit(at=later, text=post.text + SECOND_THOUGHTS),))
    return post


def _told(post: Microblog, known: dict[int, Microblog]) -> Microblog:
    if post.original is not None and post.original.mid in known:
        return replace(post, original=known[post.original.mid])
    return known.get(post.mid, post)
