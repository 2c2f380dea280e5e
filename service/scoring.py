"""The score job: posts without a verdict, in batches, through the pipeline into the store."""

from collections.abc import Callable

from analysis.aim import Sides
from analysis.complaints import ComplaintRules
from analysis.pipeline import Pipeline, Text
from analysis.text import hashtags
from domain.complaint_words import with_changes
from service.clock import now
from storage import complaint_words, rollups, scores, watches
from storage.scores import Unscored

BATCH = 4_000
REFRESH_EVERY = 25


def score_all(progress: Callable[[int, int | None], None]) -> int:
    """Give every post a verdict and bring the roll-ups up to date; returns how many were scored.

    Each batch is stored in one transaction, so a killed run loses at most the batch that it was working on.
    """
    pipeline = pipeline_now()
    total = scores.count_unscored()
    done = after = batches = 0
    while batch := scores.unscored(BATCH, after):
        after = batch[-1].post
        verdicts = pipeline.score([_text(one) for one in batch])
        scores.save([(verdict.post, verdict.score) for verdict in verdicts], now())
        done, batches = done + len(batch), batches + 1
        if batches % REFRESH_EVERY == 0:
            rollups.refresh()
        progress(done, max(total, done))
    rollups.refresh()
    return done


def pipeline_now() -> Pipeline:
    """The pipeline with the watches, the rivals and the words of complaint kinds as they stand."""
    brands, rivals = names()
    rules = ComplaintRules(with_changes(complaint_words.current()), brands)
    return Pipeline(own_words(), rules=rules, sides=Sides(brands, rivals))


def names() -> tuple[list[str], list[str]]:
    """What our watches are called in posts, and what their rivals are."""
    active = watches.active()
    brands = {word for watch in active for word in (watch.name, *watch.any_words)}
    return sorted(brands), sorted({rival for watch in active for rival in watch.rivals})


def own_words() -> list[str]:
    """Words of every watch, which the tokenisation must keep whole and topics must not be named by."""
    words = {word for watch in watches.active() for word in (*watch.any_words, *watch.all_words, *watch.rivals)}
    return sorted(words)


def _text(one: Unscored) -> Text:
    return Text(post=one.post, text=one.text, quoted=one.quoted, root_tags=hashtags(one.root_text))
