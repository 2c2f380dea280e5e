"""Files of labelled texts: every usable row is read, every other one is named with its line."""

from pathlib import Path

import pytest

from crawlers.importers.files import BadFile
from crawlers.importers.labelled import read_labelled
from domain.label import LabelKind


def test_labels_are_read_in_either_language(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "正文,标注,source\n很好,正面,甲\n太差了,neg,乙\n今天开会,neutral,\n没说不好,非负面,\n", encoding="gb18030"
    )
    good, bad = read_labelled(path)
    assert [row.kind for row in good] == [LabelKind.POS, LabelKind.NEG, LabelKind.NEU, LabelKind.NON]
    assert good[0].source == "甲"
    assert bad == []


def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,label\n好,pos\n坏,bad\n"  ",neg\n多,一,列\n=1+1,neu\n', encoding="utf-8")
    good, bad = read_labelled(path)
    assert [row.text for row in good] == ["好", "=1+1"]
    assert [(row.line, row.why[:4]) for row in bad] == [(3, "标注“b"), (4, "正文是空"), (5, "应有 2")]


@pytest.mark.parametrize("words", ["a,b\n1,2\n", "text,x\n1,2\n"])
def test_a_file_without_the_columns_is_refused_with_the_cure(tmp_path: Path, words: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(words, encoding="utf-8")
    with pytest.raises(BadFile, match="text 和 label"):
        read_labelled(path)
