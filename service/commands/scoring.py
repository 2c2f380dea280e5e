"""`yuqing score`: verdicts for every post that has none."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from analysis.frames import NoTexts, score_frame
from service import scoring, start
from service.commands.screen import bar, say
from service.garbage import settle
from service.trouble import Trouble

Workers = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="用几个进程判定；不写则按帖文数量和处理器个数自动决定")
]


Again = Annotated[bool, typer.Option("--again", help="把按别的模型判定过的帖文也全部重新判定")]


Table = Annotated[
    Path | None,
    typer.Option(
        "--csv", help="不判定库里的帖文，只判定这个 CSV 的 text 列（quoted 列可选），结果写到 --out", dir_okay=False
    ),
]
Out = Annotated[Path | None, typer.Option("--out", help="带判定结果的 CSV；省略时写到原文件旁的 *-判定.csv")]


def score(workers: Workers = None, csv: Table = None, out: Out = None) -> None:
    """判定所有还没有情感判定的帖文，并更新汇总；或只判定一个 CSV。"""
    start.ready()
    settle()
    if csv is not None:
        score_table(csv, out or csv.with_name(f"{csv.stem}-判定.csv"))
        return
    with bar("判定") as advance:
        done = scoring.score_all(advance, workers)
    say(f"判定 {done} 条")


def score_table(source: Path, target: Path) -> None:
    """把一个 CSV 的 text 列判定一遍，结果写到另一个 CSV。"""
    try:
        frame = pd.read_csv(source, encoding="utf-8-sig", dtype=str, keep_default_na=False)
        scored = score_frame(scoring.making_now().pipeline(), frame)
        scored.to_csv(target, index=False, encoding="utf-8-sig")
    except NoTexts:
        raise Trouble(f"{source} 没有 text 列；请把帖文所在的列命名为 text") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as trouble:
        raise Trouble(f"读不懂 {source}（{trouble}）；请另存为 UTF-8 编码、带表头的 CSV") from None
    except OSError as trouble:
        raise Trouble(f"{trouble.filename} 打不开（{trouble.strerror}）；请检查路径和权限") from None
    say(f"判定 {len(scored)} 条，写入 {target}")
