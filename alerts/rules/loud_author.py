"""A widely read author, a medium or an authority writes a negative post."""

from datetime import datetime, timedelta

from alerts.evidence import Evidence, LoudPost
from alerts.measures import gravest
from alerts.rule import Rule
from alerts.wording import number, one_line
from domain.alert import Finding, Reason
from domain.day import spoken
from domain.post import Verification
from domain.watch import Watch

LOUD_FOLLOWERS = 100_000  # the standard's row 12: an account of 100,000 followers is 三级
LOUD_VERIFICATIONS = frozenset({Verification.MEDIA, Verification.GOVERNMENT})
FRESH = timedelta(hours=2)


def find(evidence: Evidence, now: datetime) -> list[Finding]:
    """One finding per loud author with a fresh negative post; an author of unknown reach is not loud."""
    fresh = [post for post in evidence.loud if now - FRESH < post.published_at <= now and _is_loud(post)]
    by_author: dict[tuple[str, str], list[LoudPost]] = {}
    for post in sorted(fresh, key=lambda post: (post.published_at, post.post)):
        by_author.setdefault((post.channel, post.author_key or f"post-{post.post}"), []).append(post)
    return [_finding(evidence.watch, author, posts) for (_, author), posts in by_author.items()]


def _is_loud(post: LoudPost) -> bool:
    reach = post.followers is not None and post.followers >= LOUD_FOLLOWERS
    return reach or post.verification in LOUD_VERIFICATIONS


def _finding(watch: Watch, author: str, posts: list[LoudPost]) -> Finding:
    first, loudest = posts[0], posts[-1]
    name = one_line(loudest.author_name, 30) or "未知作者"
    return Finding(
        rule=LOUD_AUTHOR.name,
        watch=watch.key,
        fingerprint=f"{LOUD_AUTHOR.name}:{watch.key}:{loudest.channel}:{author}",
        title=f"{watch.name}：{loudest.channel.shown}“{name}”（{_standing(loudest)}）发布负面内容",
        since=first.published_at,
        reasons=tuple(_reason(post) for post in posts[:5]),
        measures=gravest(post.measures for post in posts),
        posts=tuple(post.post for post in reversed(posts)),
    )


def _standing(post: LoudPost) -> str:
    followers = "粉丝数未知" if post.followers is None else f"粉丝 {number(post.followers)}"
    if post.verification in LOUD_VERIFICATIONS:
        assert post.verification is not None
        return f"{post.verification.shown}，{followers}"
    return followers


def _reason(post: LoudPost) -> Reason:
    name = one_line(post.author_name, 30) or "未知作者"
    text = f"“{name}”（{_standing(post)}）于 {spoken(post.published_at)} 发布，负面程度 {post.negativity:.0%}"
    return Reason(text=text, observed=post.followers, expected=LOUD_FOLLOWERS)


LOUD_AUTHOR = Rule(name="loud_author", shown="重点账号负面", find=find)
