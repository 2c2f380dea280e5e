"""Full-text search over character bigrams, the same on SQLite (FTS5) and PostgreSQL (tsvector).

Chinese has no spaces: trigrams miss the two-character words that most words are, and segmenters cut a query and a text
differently. A phrase of overlapping bigrams finds exactly what a substring search finds.
"""

import re
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from storage.models import Post

RUNS = re.compile(r"[\w]+")
LONGEST_QUERY = 60
MOST_POSITIONS = 16_383  # of a PostgreSQL tsvector


def grams(text: str) -> str:
    """The text as overlapping bigrams, one token each; a single character stands alone."""
    tokens: list[str] = []
    for run in RUNS.findall(text.casefold()):
        tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        tokens.append(run[-1])
    return " ".join(tokens)


def index(rows: Sequence[tuple[int, str]]) -> None:
    """Make these (post id, text) pairs findable; part of the caller's transaction."""
    values = [(post, grams(text)) for post, text in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("INSERT INTO storage_postsearch (rowid, grams) VALUES (%s, %s)", values)
        else:
            cursor.executemany(
                "INSERT INTO storage_postsearch (post_id, grams) VALUES (%s, %s::tsvector) ON CONFLICT DO NOTHING",
                [(post, _vector(text)) for post, text in values],
            )


def found(posts: QuerySet[Post], words: str) -> QuerySet[Post]:
    """Only the posts that hold every one of the space-separated words, as plain substrings without punctuation."""
    runs = [run for run in RUNS.findall(words.casefold()[:LONGEST_QUERY]) if run]
    if not runs:
        return posts
    if connection.vendor == "sqlite":
        phrases = " AND ".join(_fts_phrase(run) for run in runs)
        sql = "SELECT rowid FROM storage_postsearch WHERE storage_postsearch MATCH %s"
        return posts.filter(id__in=RawSQL(sql, (phrases,)))  # noqa: S611
    query = " & ".join(_ts_phrase(run) for run in runs)
    sql = "SELECT post_id FROM storage_postsearch WHERE grams @@ %s::tsquery"
    return posts.filter(id__in=RawSQL(sql, (query,)))  # noqa: S611


def forget(rows: Sequence[tuple[int, str]]) -> None:
    """Take (post id, text as it was indexed) pairs out of the index; part of the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO storage_postsearch (storage_postsearch, rowid, grams) VALUES ('delete', %s, %s)",
                [(post, grams(text)) for post, text in rows],
            )
        else:
            cursor.executemany("DELETE FROM storage_postsearch WHERE post_id = %s", [(post,) for post, _ in rows])


def searchable(title: str, text: str, quoted: str) -> str:
    """What of a post is indexed."""
    return "\n".join(part for part in (title, text, quoted) if part)


def _vector(text: str) -> str:
    """Bigrams as a tsvector literal with our own positions, since PostgreSQL's parser would cut them its own way."""
    return " ".join(f"'{gram}':{min(place, MOST_POSITIONS)}" for place, gram in enumerate(text.split(), start=1))


def _phrase(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _fts_phrase(run: str) -> str:
    if len(run) == 1:
        return f'"{run}"*'
    return '"' + " ".join(_phrase(run)) + '"'


def _ts_phrase(run: str) -> str:
    if len(run) == 1:
        return f"'{run}':*"
    return "(" + " <-> ".join(f"'{gram}'" for gram in _phrase(run)) + ")"
