"""`yuqing score`: verdicts for every post that has none."""

from service import scoring, start
from service.commands.screen import bar, say


def score() -> None:
    """判定所有还没有情感判定的帖文，并更新汇总。"""
    start.ready()
    with bar("判定") as advance:
        done = scoring.score_all(advance)
    say(f"判定 {done} 条")
