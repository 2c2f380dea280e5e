import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.hidden import unknown_words
from analysis.quiet_jieba import FOLDER, finalseg, jieba
from analysis.words import Cutting, MissingExtra, Tokeniser

OWN = ["星河支付", "Galaxy Pay", "闪退", "打", "a股"]
SENTENCES = [
    "星河支付的客服电话一直打不通，钱扣了两次还没有退款",
    "小孙女在湖滨大道的便利店门口排队付款，系统提示繁忙",
    "我家住在云溪镇望江路,离地铁3号线只有500米\r\n第二行 有空格",
    "galaxy pay 10.5元 a股 c++ 50% 3-4天 e-mail：a.b_c",
    "隔壁老王阿里嘎多美羊羊桑昨晚嗨皮地蹦迪去了哈哈哈哈",
    "😀🎉▓▓ 韩国어 日本のカメラ ①②③",
    "长" * 300,
    "哈" * 126,
    "守护棒棒棒棒棒棒棒明天" + "啊" * 155,
    "at&t的ab型和ios17.1版x1c\x1fat\x00abc\x02㐀龥鿖𠮷",
    "半个\ud800代理",
    "",
]
WAYS = [Cutting.PLAIN, Cutting.SWIFT]
SIGNS = st.one_of(
    st.sampled_from("".join(SENTENCES)),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
    st.characters(categories=["L", "N", "P", "S", "Z", "C"]),
)


@pytest.fixture(scope="module")
def theirs() -> "jieba.Tokenizer":
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = jieba.Tokenizer.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    for word in ("星河支付", "galaxy pay", "闪退", "打", "a股"):
        tokeniser.add_word(word)
    return tokeniser


@pytest.fixture(scope="module", params=WAYS)
def ours(request: pytest.FixtureRequest) -> Tokeniser:
    if request.param is Cutting.SWIFT:
        pytest.importorskip("rjieba")
    return Tokeniser(OWN, request.param)


def test_tokens_are_those_of_jieba(ours: Tokeniser, theirs: "jieba.Tokenizer") -> None:
    assert ours.cut_all(SENTENCES) == [theirs.lcut(text) for text in SENTENCES]
    assert [ours.cut(text) for text in SENTENCES] == [theirs.lcut(text) for text in SENTENCES]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.text(alphabet=SIGNS)))
def test_any_texts_are_cut_as_jieba_cuts_them(ours: Tokeniser, theirs: "jieba.Tokenizer", texts: list[str]) -> None:
    cut = ours.cut_all(texts)
    assert cut == [theirs.lcut(text) for text in texts]
    assert ["".join(tokens) for tokens in cut] == texts


@settings(deadline=None)
@given(st.lists(st.sampled_from([*"哈呵啊嘻棒略好", "加油", "武汉"]), min_size=20, max_size=200).map("".join))
def test_ways_that_weigh_the_same_end_as_with_jieba(ours: Tokeniser, theirs: "jieba.Tokenizer", text: str) -> None:
    assert ours.cut(text) == theirs.lcut(text)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=SIGNS))
def test_unknown_words_are_those_of_the_hidden_markov_model(letters: str) -> None:
    assert unknown_words(letters) == list(finalseg.cut(letters))


@pytest.mark.shared
@pytest.mark.slow
def test_real_posts_are_cut_as_jieba_cuts_them(ours: Tokeniser, theirs: "jieba.Tokenizer", shared: Path) -> None:
    with gzip.open(shared / "data/checked/posts.tsv.gz", "rt", encoding="utf-8") as file:
        texts = random.Random(11).sample([line.rstrip("\n").split("\t")[5] for line in file], 30_000)
    different = [text for text, tokens in zip(texts, ours.cut_all(texts), strict=True) if tokens != theirs.lcut(text)]
    assert different == []


def test_the_sum_of_frequencies_is_that_of_the_dictionary() -> None:
    pytest.importorskip("rjieba")
    from analysis.swift_words import COUNTED_TWICE, TOTAL

    rows = [line.split(" ") for line in (FOLDER / "dict.txt").read_text(encoding="utf-8").splitlines()]
    assert sum(int(row[1]) for row in rows) == TOTAL
    assert sum({row[0]: int(row[1]) for row in rows}.values()) == TOTAL - COUNTED_TWICE


def test_rjieba_alone_loses_nothing() -> None:
    pytest.importorskip("rjieba")
    cut = Tokeniser(OWN, Cutting.RUST).cut_all(SENTENCES)
    assert ["".join(tokens) for tokens in cut] == SENTENCES
    assert "星河支付" in cut[0]


def test_without_the_extra_jieba_itself_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert Tokeniser().cutting is Cutting.PLAIN
    with pytest.raises(MissingExtra, match="yuqing\\[fast\\]"):
        Tokeniser(cutting=Cutting.SWIFT)


def test_own_words_stay_whole(ours: Tokeniser) -> None:
    assert "星河支付" in ours.cut("今天星河支付又闪退了")
    assert "闪退" in ours.cut("今天星河支付又闪退了")


def test_an_own_word_with_a_space_is_own_by_its_parts(ours: Tokeniser) -> None:
    assert {"galaxy", "pay", "galaxy pay"} <= ours.own


def test_own_words_of_one_tokeniser_are_not_those_of_another(ours: Tokeniser) -> None:
    assert "星河支付" not in Tokeniser().cut("今天星河支付又闪退了")
    assert "星河支付" not in jieba.dt.FREQ
    assert not jieba.dt.initialized


def test_blank_own_words_count_for_nothing() -> None:
    assert Tokeniser(["", "  ", "@某人"]).own == frozenset()


def test_the_first_cut_says_nothing_and_leaves_no_file(tmp_path: Path) -> None:
    program = "from analysis.words import Tokeniser; Tokeniser(['星河支付']).cut('星河支付')"
    child = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "TMPDIR": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert child.stderr == b""
    assert list(tmp_path.iterdir()) == []
