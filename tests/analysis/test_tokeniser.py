import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quiet_jieba import jieba
from analysis.words import Tokeniser

OWN = ["星河支付", "Galaxy Pay", "闪退", "打", "a股"]
SENTENCES = [
    "星河支付的客服电话一直打不通，钱扣了两次还没有退款",
    "小孙女在湖滨大道的便利店门口排队付款，系统提示繁忙",
    "我家住在云溪镇望江路,离地铁3号线只有500米\r\n第二行 有空格",
    "galaxy pay 10.5元 a股 c++ 50% 3-4天 e-mail：a.b_c",
    "隔壁老王阿里嘎多美羊羊桑昨晚嗨皮地蹦迪去了哈哈哈哈",
    "😀🎉▓▓ 韩国어 日本のカメラ ①②③",
    "长" * 300,
]


@pytest.fixture(scope="module")
def theirs() -> "jieba.Tokenizer":
    tokeniser = jieba.Tokenizer()
    tokeniser.FREQ, tokeniser.total = jieba.Tokenizer.gen_pfdict(tokeniser.get_dict_file())
    tokeniser.initialized = True
    for word in ("星河支付", "galaxy pay", "闪退", "打", "a股"):
        tokeniser.add_word(word)
    return tokeniser


@pytest.fixture(scope="module")
def ours() -> Tokeniser:
    return Tokeniser(OWN)


@pytest.mark.parametrize("text", SENTENCES)
def test_tokens_are_those_of_jieba(ours: Tokeniser, theirs: "jieba.Tokenizer", text: str) -> None:
    assert ours.cut(text) == theirs.lcut(text)


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("".join(SENTENCES)), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
        )
    )
)
def test_any_text_is_cut_as_jieba_cuts_it(ours: Tokeniser, theirs: "jieba.Tokenizer", text: str) -> None:
    assert ours.cut(text) == theirs.lcut(text)
    assert "".join(ours.cut(text)) == text


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
