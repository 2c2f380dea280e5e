"""The pipeline with tables at its border: a frame of texts in, the same frame with verdicts out."""

import pandas as pd

from analysis.pipeline import Pipeline, Text, Verdict

TEXT, QUOTED = "text", "quoted"
VERDICT = ("negativity", "polarity", "complaint", "noise", "keys", "words", "model")


class NoTexts(ValueError):
    """The frame has no column of texts."""


def score_frame(pipeline: Pipeline, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of `frame` in their order and under their index, with the columns of `VERDICT` behind its own.

    Column `text` is judged, `quoted`, where there is one, is what it repeats; a missing text is an empty one. Keys and
    words are joined by blanks, words with their weights (差评+2.1); what is unknown or not there is missing. Columns
    with a verdict's name are replaced. No column `text` raises NoTexts.
    """
    if TEXT not in frame.columns:
        raise NoTexts(f"no column {TEXT!r} among {', '.join(map(str, frame.columns))}")
    texts = frame[TEXT].fillna("").astype(str)
    quoted = frame[QUOTED].fillna("").astype(str) if QUOTED in frame.columns else pd.Series("", index=frame.index)
    verdicts = pipeline.score(
        [
            Text(post=place, text=text, quoted=quote)
            for place, (text, quote) in enumerate(zip(texts, quoted, strict=True))
        ]
    )
    told = pd.DataFrame([_row(verdict) for verdict in verdicts], columns=list(VERDICT), index=frame.index)
    return pd.concat([frame.drop(columns=[name for name in VERDICT if name in frame.columns]), told], axis=1)


def _row(verdict: Verdict) -> tuple[float | str | None, ...]:
    score = verdict.score
    return (
        score.negativity,
        score.polarity.value,
        score.complaint.value if score.complaint else None,
        score.noise.value if score.noise else None,
        " ".join(score.keys),
        " ".join(f"{word}{weight:+.1f}" for word, weight in score.words),
        score.model,
    )
