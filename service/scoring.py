"""The score job: posts without a verdict, in batches, through the pipeline into the store."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from analysis.pipeline import Text
from analysis.text import hashtags
from domain.complaint_words import with_changes
from service.clock import now
from service.judging import Making, judged, workers_for
from service.weighing import current_model, standing_weights
from storage import complaint_words, rollups, scores, watches
from storage.scores import Unscored

BATCH = 4_000
REFRESH_EVERY = 25
Progress = Callable[[int, int | None], None]


def score_all(progress: Progress, workers: int | None = None) -> int:
    """Give every post a verdict and bring the roll-ups up to date; returns how many were scored.

    `workers` processes judge; None leaves it to the number of posts and of processors. Each batch is stored in one
    transaction by this process, so a killed run loses at most the batches that it was working on.
    """
    return _score(_unscored(), scores.count_unscored(), progress, workers)


def score_stale(progress: Progress, workers: int | None = None, most: int | None = None) -> int:
    """Give posts whose verdict is another model's a new one, the newest first; returns how many were scored.

    At most about `most` of them, so that what is new need not wait for what is old.
    """
    model = current_model()
    stale = scores.count_stale(model)
    total = stale if most is None else min(stale, most)
    return _score(_stale(model, total), total, progress, workers)


def _score(batches: Iterator[Sequence[Text]], total: int, progress: Progress, workers: int | None) -> int:
    done = stored = 0
    for verdicts in judged(batches, making_now(), workers_for(total, workers)) if total else ():
        scores.save([(verdict.post, verdict.score) for verdict in verdicts], now())
        done, stored = done + len(verdicts), stored + 1
        if stored % REFRESH_EVERY == 0:
            rollups.refresh()
        progress(done, max(total, done))
    rollups.refresh()
    return done


def making_now() -> Making:
    """What verdicts are made with: watches, rivals, the words of complaint kinds and the weights as they stand."""
    brands, rivals = names()
    return Making(
        own_words=tuple(own_words()),
        kinds=tuple(with_changes(complaint_words.current())),
        brands=tuple(brands),
        rivals=tuple(rivals),
        weights=standing_weights(),
    )


def names() -> tuple[list[str], list[str]]:
    """What our watches are called in posts, and what their rivals are."""
    active = watches.active()
    brands = {word for watch in active for word in (watch.name, *watch.any_words)}
    return sorted(brands), sorted({rival for watch in active for rival in watch.rivals})


def own_words() -> list[str]:
    """Words of every watch, which the tokenisation must keep whole and topics must not be named by."""
    words = {word for watch in watches.active() for word in (*watch.any_words, *watch.all_words, *watch.rivals)}
    return sorted(words)


def _unscored() -> Iterator[Sequence[Text]]:
    after, heads = 0, scores.Heads()
    while batch := scores.unscored(BATCH, after, heads):
        after = batch[-1].post
        yield [_text(one) for one in batch]


def _stale(model: str, most: int) -> Iterator[Sequence[Text]]:
    before, left, heads = None, most, scores.Heads()
    while left > 0 and (batch := scores.stale(model, min(BATCH, left), before, heads)):
        before, left = batch[-1].post, left - len(batch)
        yield [_text(one) for one in batch]


def _text(one: Unscored) -> Text:
    return Text(post=one.post, text=one.text, quoted=one.quoted, root_tags=_tags(one.root_text))


@lru_cache(maxsize=1024)
def _tags(root_text: str) -> tuple[str, ...]:
    """The hashtags of the post at the head of a thread: the same for all who comment on it."""
    return hashtags(root_text)
