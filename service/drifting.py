"""The drift job: how the scores of the last whole week were spread, for each watch and channel."""

from datetime import date, datetime, timedelta

from analysis.sentiment.unheard import unheard_share
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.day import day_of
from service.scoring import own_words
from service.weighing import current_model, standing_model
from storage import score_weeks, watches
from storage.score_weeks import WEEK, WeekRow

SAMPLE = 2_000


def count_weeks(now: datetime) -> int:
    """Count the last whole week wherever it was not counted under this model; returns how many were.

    Weeks without a single verdict are left out: they say nothing of the model.
    """
    monday = last_monday(day_of(now)) - WEEK
    model, tokeniser, weights = current_model(), Tokeniser(own_words()), standing_model()
    counted = 0
    for watch in watches.active():
        for channel in watch.channels:
            if score_weeks.is_kept(watch.key, channel, monday, model):
                continue
            bins = score_weeks.counted(watch.key, channel, monday, model)
            if not any(bins):
                continue
            texts = [normalise(text) for text in score_weeks.sample(watch.key, channel, monday, SAMPLE)]
            unheard = unheard_share(weights, tokeniser.cut_all(texts), tokeniser.own)
            score_weeks.keep(
                WeekRow(watch=watch.key, channel=channel, monday=monday, model=model, bins=bins, unheard=unheard)
            )
            counted += 1
    return counted


def last_monday(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())
