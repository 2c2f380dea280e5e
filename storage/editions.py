"""What a post that is known gains when it is met again: the whole of its text, and facts that were missing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.edition import Change, Words, change
from domain.post import Post
from storage import search
from storage.models import Post as PostRow
from storage.models import Score
from storage.rollups import mark_posts

KEPT = ("text_hash", "cut", "followers", "verification", "region", "author_key", "author_name")


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is known of the newest edition of a post, its words left out."""

    row: int
    text_hash: str
    cut: bool
    followers: int | None
    verification: str
    region: str
    author_key: str
    author_name: str


def clean(text: str | None) -> str:
    """Text that both databases can hold: no NUL, no half of a surrogate pair."""
    if not text:
        return ""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def text_hash(post: Post) -> str:
    """A hash of title, own words and quoted words; equal hashes are equal words."""
    return _digest(post.title or "", post.text, post.quoted or "")


def searchable(post: Post) -> str:
    """What of a post is indexed."""
    return search.searchable(clean(post.title), clean(post.text), clean(post.quoted))


def changes(pairs: Sequence[tuple[Kept, Post]]) -> dict[int, Change]:
    """By row, what each new look brings; texts are read only where their hashes differ."""
    found: dict[int, Change] = {}
    differing: dict[int, Post] = {}
    for kept, post in pairs:
        if kept.text_hash != text_hash(post):
            differing[kept.row] = post
        else:
            found[kept.row] = Change.COMPLETES if kept.cut and not post.cut else Change.SAME
    rows = PostRow.objects.filter(pk__in=differing).values_list("id", "title", "text", "quoted", "cut")
    for row, title, text, quoted, cut in rows:
        known = Words(title=title, text=text, quoted=quoted, cut=cut)
        found[row] = change(known, _words(differing[row]))
    return found


def complete(pairs: Sequence[tuple[int, Post]]) -> None:
    """Put whole texts in the place of their beginnings, to be scored and found anew; part of the caller's transaction.

    What was quoted stays where the new look shows less of it.
    """
    posts = dict(pairs)
    rows = list(PostRow.objects.filter(pk__in=posts).values("id", "title", "text", "quoted", "cut"))
    grown = [row["id"] for row in rows if _grow(row, _words(posts[row["id"]]))]
    Score.objects.filter(post_id__in=grown).delete()
    mark_posts(grown)


def _grow(row: Mapping[str, Any], fresh: Words) -> bool:
    """Give a row its fuller words; whether they differ from those that it had."""
    known = (row["title"], row["text"], row["quoted"])
    told = (
        known[0] or fresh.title,
        fresh.text if row["cut"] else known[1],
        fresh.quoted if len(fresh.quoted) > len(known[2]) else known[2],
    )
    names = dict(zip(("title", "text", "quoted"), told, strict=True))
    PostRow.objects.filter(pk=row["id"]).update(**names, text_hash=_digest(*told), cut=row["cut"] and fresh.cut)
    if told != known:
        search.forget([(row["id"], search.searchable(*known))])
        search.index([(row["id"], search.searchable(*told))])
    return told != known


def fill(pairs: Sequence[tuple[Kept, Post]]) -> None:
    """Fill in what a page did not tell the first time and another does: the author's reach and standing, the region."""
    filled = {kept.row: missing for kept, post in pairs if (missing := _missing(kept, post))}
    for row, missing in filled.items():
        PostRow.objects.filter(pk=row).update(**missing)
    mark_posts(filled)


def _missing(kept: Kept, post: Post) -> Mapping[str, Any]:
    """Facts of the region and of the author, who is never put back where the name was taken out on request."""
    told: dict[str, Any] = {"region": clean(post.region)[:40]}
    if (author := post.author) is not None and kept.author_key == clean(author.key)[:80] != "":
        told |= {
            "author_name": clean(author.name)[:120],
            "followers": author.followers,
            "verification": author.verification.value if author.verification else "",
        }
    return {
        name: value for name, value in told.items() if value not in {None, ""} and getattr(kept, name) in {None, ""}
    }


def _words(post: Post) -> Words:
    return Words(title=clean(post.title), text=clean(post.text), quoted=clean(post.quoted), cut=post.cut)


def _digest(title: str, text: str, quoted: str) -> str:
    parts = f"{title}\x1f{text}\x1f{quoted}"
    return hashlib.blake2b(parts.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
