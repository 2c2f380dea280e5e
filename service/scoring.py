"""The score job: posts without a verdict, in batches, through the pipeline into the store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.pipeline import Text
from domain.complaint_words import with_changes
from service.clock import now
from service.judging import Making, judged, workers_for
from service.weighing import current_model, standing_weights
from storage import complaint_words, rollups, scores, watches
from storage.scores import Unscored

BATCH = 4_000
BEHIND = 100_000  # posts
LOOK_AT_ALL = timedelta(hours=1)
REFRESH_EVERY = 25
Progress = Callable[[int, int | None], None]


def score_all(progress: Progress, workers: int | None = None) -> int:
    """Give every post a verdict and bring the roll-ups up to date; returns how many were scored.

    `workers` processes judge; None leaves it to the number of posts and of processors. Each batch is stored in one
    transaction by this process, so a killed run loses at most the batches that it was working on.
    """
    after = _reached.after(scores.newest_post(), now())
    return _score(_unscored(after), scores.count_unscored(after), progress, workers)


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


@dataclass
class Reached:
    """Up to which post each has a verdict, as far as this process knows: it need not look at all twice a minute.

    It stays well behind the newest, as a number is given out before its post can be seen, and is forgotten every hour.
    """

    newest: int = 0
    looked_at: datetime | None = None

    def after(self, newest: int, moment: datetime) -> int:
        """The post after which to look, 0 for all of them; this run will have looked up to `newest`."""
        known = self.looked_at is not None and timedelta() <= moment - self.looked_at < LOOK_AT_ALL
        before, self.newest = self.newest, newest
        if known and before <= newest:
            return max(0, before - BEHIND)
        self.looked_at = moment
        return 0


_reached = Reached()


def _unscored(after: int) -> Iterator[Sequence[Text]]:
    heads = scores.Heads()
    while batch := scores.unscored(BATCH, after, heads):
        after = batch[-1].post
        yield [_text(one) for one in batch]


def _stale(model: str, most: int) -> Iterator[Sequence[Text]]:
    before, left, heads = None, most, scores.Heads()
    while left > 0 and (batch := scores.stale(model, min(BATCH, left), before, heads)):
        before, left = batch[-1].post, left - len(batch)
        yield [_text(one) for one in batch]


def _text(one: Unscored) -> Text:
    return Text(post=one.post, text=one.text, quoted=one.quoted, root=one.root_text)
