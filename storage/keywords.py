"""Keywords: keys that posts of a watch share."""

from collections.abc import Mapping, Sequence

from storage.bulk import insert
from storage.models import Keyword, KeywordPost


def join(mentions: Sequence[tuple[int, int, int]], keys: Mapping[int, Sequence[str]]) -> None:
    """Let posts take part in their keywords; `mentions` are (watch, post, bucket), `keys` the keyword keys per post.

    Part of the caller's transaction; a post that is scored again keeps the keywords that it had.
    """
    wanted = {(watch, key) for watch, post, _ in mentions for key in keys.get(post, ())}
    keywords = _keywords(wanted)
    rows = [
        (keywords[watch, key], post, bucket)
        for watch, post, bucket in mentions
        for key in dict.fromkeys(keys.get(post, ()))
    ]
    insert(KeywordPost, ("keyword_id", "post_id", "bucket"), rows)


def _keywords(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Ids of keywords, made where they are not there yet."""
    known = _find(wanted)
    missing = sorted(wanted - known.keys())
    if not missing:
        return known
    insert(Keyword, ("watch_id", "key"), missing)
    return known | _find(set(missing))


def _find(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for watch in {watch for watch, _ in wanted}:
        names = [key for owner, key in wanted if owner == watch]
        rows = Keyword.objects.filter(watch_id=watch, key__in=names).values_list("key", "id")
        found |= {(watch, key): keyword for key, keyword in rows}
    return found
