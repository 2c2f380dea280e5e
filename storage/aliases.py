"""The names that one post has on its platform, so that whichever way it comes it is one post."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Exists, OuterRef

from domain.post import Channel
from domain.post import Post as PostNoun
from storage.bulk import insert
from storage.models import Post, PostAlias

LONGEST = 120


def settled(posts: Sequence[PostNoun]) -> list[PostNoun]:
    """The posts under the ids by which the store knows them, new names learned; part of the caller's transaction.

    A post without aliases keeps its id. Where two known posts claim a name the first keeps it.
    """
    named = [post for post in posts if post.aliases]
    if not named:
        return list(posts)
    known = {channel: resolved(channel, _names(named, channel)) for channel in {post.channel for post in named}}
    found: list[PostNoun] = []
    fresh: dict[tuple[str, str], str] = {}
    for post in posts:
        told = [name[:LONGEST] for name in (post.native_id, *post.aliases)] if post.aliases else []
        names = known.get(post.channel, {})
        native = next((names[name] for name in told if name in names), post.native_id)
        found.append(replace(post, native_id=native) if native != post.native_id else post)
        for name in told:
            if name not in names:
                names[name] = native
                fresh[post.channel.value, name] = native
    rows = [(channel, name, native[:LONGEST]) for (channel, name), native in fresh.items()]
    insert(PostAlias, ("channel", "name", "native_id"), rows)
    return found


def resolved(channel: Channel, names: Iterable[str]) -> dict[str, str]:
    """By name, the id of the post that it belongs to; names that nobody knows are left out."""
    wanted = [name[:LONGEST] for name in names]
    rows = PostAlias.objects.filter(channel=channel.value, name__in=wanted)
    return dict(rows.values_list("name", "native_id"))


def forget() -> None:
    """Delete the names of posts that are no more."""
    there = Post.objects.filter(channel=OuterRef("channel"), native_id=OuterRef("native_id"))
    PostAlias.objects.filter(~Exists(there)).delete()


def _names(posts: Sequence[PostNoun], channel: Channel) -> list[str]:
    return [name for post in posts if post.channel is channel for name in (post.native_id, *post.aliases)]
