"""`yuqing score --csv`: a table of one's own gets verdicts beside its columns, and nothing is stored."""

from pathlib import Path

import pandas as pd
import pytest

from service.commands.scoring import score_table
from service.trouble import Trouble
from storage.models import Score, Watch


def test_a_table_gets_verdicts_beside_its_own_columns(db: None, tmp_path: Path) -> None:
    Watch.objects.create(name="青鹭出行", any_words="青鹭", rivals="蓝鲸出行")
    source, target = tmp_path / "帖文.csv", tmp_path / "判定.csv"
    source.write_text("编号,text\n007,青鹭不如蓝鲸出行\n008,转发微博\n", encoding="utf-8-sig")
    score_table(source, target)
    scored = pd.read_csv(target, dtype=str)
    assert list(scored["编号"]) == ["007", "008"]
    assert list(scored["polarity"]) == ["negative", "unknown"]
    assert not Score.objects.exists()


@pytest.mark.parametrize(
    ("content", "cure"),
    [(b"words\nabc\n", "text"), (b"", "CSV"), ("text\n好".encode("gbk"), "UTF-8"), (None, "打不开")],
)
def test_a_table_that_cannot_be_read_is_named_with_its_cure(
    db: None, tmp_path: Path, content: bytes | None, cure: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(Trouble, match=cure):
        score_table(source, target)
    assert not target.exists()
