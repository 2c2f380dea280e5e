"""`yuqing score`: verdicts for every post that has none."""

from typing import Annotated

import typer

from service import judging, scoring, start
from service.commands.screen import bar, say

Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="用几个进程判定；不写则按帖文数量和处理器个数自动决定")
]


Again = Annotated[bool, typer.Option("--again", help="把按别的模型判定过的帖文也全部重新判定")]


def score(workers: Workers = None, again: Again = False) -> None:
    """判定所有还没有情感判定的帖文，并更新汇总。"""
    start.ready()
    judging.settle()
    with bar("判定") as advance:
        done = scoring.score_all(advance, workers)
    say(f"判定 {done} 条")
    if again:
        with bar("重新判定") as advance:
            done = scoring.score_stale(advance, workers)
        say(f"重新判定 {done} 条")
