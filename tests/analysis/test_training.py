import gzip
import random
from pathlib import Path
from typing import Any

import pytest

from analysis.sentiment.corpus import Example, corpus, fold_of
from analysis.text import normalise
from analysis.words import Tokeniser
from domain.label import LabelKind
from domain.score import Polarity

pytest.importorskip("sklearn", reason="the extra train is not installed")

from analysis.sentiment.blend import BlendEngine
from analysis.sentiment.by_source import without_each_source
from analysis.sentiment.fitting import Recipe
from analysis.sentiment.train import BadExamples, read_examples, train
from analysis.sentiment.weights import read_weights

NEG, NEU, POS = LabelKind.NEG, LabelKind.NEU, LabelKind.POS
SUBJECTS = "快递 客服 门店 软件 手机 外卖 酒店 电影 航班 耳机 空调 会员".split()  # noqa: SIM905
SAYINGS = {
    NEG: "太差了|垃圾透顶|让人失望|骗人的吧|再也不来了|气死我了|难用得要命",
    NEU: "周三开门|位于市中心|价格三百元|已经发布|编号是七|由总部管理|共有两层",
    POS: "真不错|非常喜欢|太棒了|强烈推荐|开心极了|很满意|值得再来",
}
RECIPE = Recipe(weibo=frozenset({"甲", "乙"}), features=2_000)


def invented(rows: int, seed: int) -> list[Example]:
    draw = random.Random(seed)

    def said(kind: LabelKind) -> str:
        subject, saying = draw.choice(SUBJECTS), draw.choice(SAYINGS[kind].split("|"))
        return f"{subject}{draw.randint(1, 99)}号{saying}{draw.choice('啊呢吧嘛')}"

    return [
        Example(text=said(kind), kind=kind, source=source)
        for source in ("甲", "乙", "丙")
        for kind in (NEG, NEU, POS)
        for _ in range(rows)
    ]


def verdict(engine: BlendEngine, text: str) -> Polarity:
    normal = normalise(text)
    return engine.judge_all([normal], [Tokeniser().cut(normal)])[0].polarity


def test_it_learns_what_the_examples_say() -> None:
    engine = BlendEngine(train(invented(60, 1), recipe=RECIPE))
    assert verdict(engine, "图书太差了") is Polarity.NEGATIVE
    assert verdict(engine, "图书非常喜欢") is Polarity.POSITIVE
    assert verdict(engine, "图书位于市中心") is Polarity.NEUTRAL


def write(path: Path, examples: list[Example]) -> Path:
    rows = "".join(f"{example.text},{example.kind.value},{example.source}\r\n" for example in examples)
    path.write_bytes(gzip.compress(("text,label,source\r\n" + rows).encode()))
    return path


def test_the_same_file_gives_the_same_bytes_twice(tmp_path: Path) -> None:
    data = write(tmp_path / "examples.csv.gz", invented(40, 2))
    steps: list[str] = []
    for name in ("first.gz", "second.gz"):
        train(read_examples(data), recipe=RECIPE, tell=steps.append).write(tmp_path / name)
    assert (tmp_path / "first.gz").read_bytes() == (tmp_path / "second.gz").read_bytes()
    assert read_weights(tmp_path / "first.gz").version == read_weights(tmp_path / "second.gz").version
    assert steps


def test_own_examples_outweigh_those_of_others() -> None:
    own = [Example(text=f"{subject}{n}很满意才怪", kind=NEG) for subject in SUBJECTS for n in range(6)]
    assert verdict(BlendEngine(train(invented(60, 3), recipe=RECIPE)), "图书很满意才怪") is not Polarity.NEGATIVE
    assert verdict(BlendEngine(train(invented(60, 3), own=own, recipe=RECIPE)), "图书很满意才怪") is Polarity.NEGATIVE


def test_each_source_is_measured_by_weights_of_the_others() -> None:
    shares = list(without_each_source(invented(40, 4), recipe=RECIPE))
    assert [unseen.source for unseen in shares] == ["丙", "乙", "甲"]
    for unseen in shares:
        assert unseen.measures.macro_f1 is not None
        assert unseen.measures.macro_f1.value > 0.9


def test_a_source_of_one_kind_does_not_stop_the_table() -> None:
    rows = [*invented(40, 5), *[Example(text=f"{n}号好得很", kind=POS, source="丁") for n in range(40)]]
    assert [unseen.source for unseen in without_each_source(rows, recipe=RECIPE)] == ["丁", "丙", "乙", "甲"]


def test_examples_without_neutral_posts_are_an_error() -> None:
    with pytest.raises(ValueError, match="neutral"):
        train([example for example in invented(20, 6) if example.kind is not NEU], recipe=RECIPE)


@pytest.mark.parametrize(
    ("content", "told"),
    [("text\nx\n", "row 2"), ("text,label\nx,bad\n", "row 2: label 'bad'"), (None, "No such file")],
)
def test_a_file_that_teaches_nothing_is_named_with_its_row(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "rows.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(BadExamples, match=told) as trouble:
        read_examples(path)
    assert str(path) in str(trouble.value)


def test_copies_of_a_text_are_one_example_and_never_part() -> None:
    rows = corpus(
        [Example(text=text, kind=NEG) for text in ("太差了！", "太差了", "@某人 太差了。。", "还行", "", "@某人")]
    )
    assert rows.texts == ["太差了!", "还行"]
    assert rows.folds[0] == fold_of("太差了")


def test_brands_are_no_opinion() -> None:
    rows = corpus([Example(text="京东商城的客服太差了", kind=NEG)])
    assert rows.texts == ["\x00\x00商城的客服太差了"]
    assert not any("京" in token for token in rows.tokens[0])
    assert sum(map(len, rows.tokens[0])) == len(rows.texts[0])


def test_emoticons_are_not_learnt_where_they_made_the_labels() -> None:
    rows = corpus([Example(text="气死了[怒]", kind=NEG, source="weibo_senti_100k"), Example(text="哼[怒]", kind=NEG)])
    assert rows.texts == ["气死了", "哼[怒]"]


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "sentiment_train" / "train.csv.gz"


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the shared labelled texts are not here")
def test_the_retrained_table_is_snownlps_own_class_on_ten_thousand_posts() -> None:
    from snownlp.classification.bayes import Bayes

    from analysis.sentiment.bayes import fold

    rows = corpus(read_examples(SHARED)[::10])
    theirs: Any = Bayes()
    theirs.train([(rows.tokens[n], kind) for n, kind in enumerate(rows.kinds.tolist()) if kind in {"neg", "pos"}])
    counts = {kind: {word: times - 1 for word, times in theirs.d[kind].d.items()} for kind in ("neg", "pos")}
    ours = fold(counts["pos"], counts["neg"])
    posts = rows.tokens[:10_000]
    assert len(posts) == 10_000
    for tokens in posts:
        label, chance = theirs.classify(tokens)
        assert ours.positive(tokens) == pytest.approx(chance if label == "pos" else 1 - chance, abs=1e-9)
