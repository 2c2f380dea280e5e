"""Negative about us, not merely a sad or angry text."""

import pytest

from analysis.aim import Aim, Flag, Sides, aimed
from analysis.pipeline import Pipeline, Text
from analysis.sentiment.leaning import NOTHING, Leaning
from domain.score import Polarity

SIDES = Sides(["青鹭", "青鹭出行"], ["蓝鲸出行"])


def kept(text: str, sides: Sides = SIDES) -> str:
    return aimed(text, sides).part(text, list(text))[0]


@pytest.mark.parametrize(
    "text",
    ["还是隔壁好", "蓝鲸出行吊打青鹭", "青鹭不如蓝鲸出行", "比蓝鲸出行还贵", "早知道就用蓝鲸出行了", "换蓝鲸出行了"],
)
def test_who_prefers_a_rival_is_against_us(text: str) -> None:
    aim = aimed(text, SIDES)
    assert (aim.flags, aim.says) == ((Flag.AGAINST_US,), Polarity.NEGATIVE)
    assert aim.words[0] in text


@pytest.mark.parametrize(
    "text",
    [
        "青鹭比蓝鲸出行强多了",
        "蓝鲸出行不如青鹭",
        "青鹭完爆蓝鲸出行",
        "蓝鲸出行太坑了，还是青鹭靠谱",
        "不像蓝鲸出行乱扣费",
    ],
)
def test_who_prefers_us_is_not_against_us_and_complains_of_nothing_of_ours(text: str) -> None:
    aim = aimed(text, SIDES)
    assert (aim.flags, aim.says) == ((Flag.IN_OUR_FAVOUR,), Polarity.POSITIVE)
    assert aim.about(text) == ""


@pytest.mark.parametrize("text", ["没比蓝鲸出行好到哪去", "青鹭今天崩了", "", "比起来都差不多", "青鹭还是青鹭"])
def test_where_nothing_tells_the_text_is_scored_as_it_stands(text: str) -> None:
    aim = aimed(text, SIDES)
    assert aim == Aim(spans=((0, len(text)),))
    assert kept(text) == text


def test_beside_a_rival_only_what_is_said_of_us_is_scored() -> None:
    assert kept("蓝鲸出行的刹车是坏的，摔了一跤。青鹭的车新一些，好骑") == "青鹭的车新一些，好骑"
    assert kept("青鹭退款很久，客服不理人，蓝鲸出行倒是免押金") == "青鹭退款很久，客服不理人，"


def test_what_others_say_and_titles_are_not_the_authors_words() -> None:
    assert kept("他喊“青鹭就是一家骗子公司别用”，我用着挺好的") == "他喊，我用着挺好的"
    assert kept("在读《某单车企业信息泄露始末》，老师讲得细") == "在读，老师讲得细"
    assert kept("说好的“秒退押金”呢，等了二十天") == "说好的“秒退押金”呢，等了二十天", "short ones are irony"
    assert kept("“青鹭就是一家骗子公司别用”") == "“青鹭就是一家骗子公司别用”", "nothing else is left to score"


def test_a_long_text_is_read_around_our_name() -> None:
    text = "天气很好。" * 40 + "青鹭的车坏了。修了很久。" + "晚饭吃面。" * 20
    assert kept(text) == "青鹭的车坏了。修了很久。"


def test_questions_and_mourning_are_no_blame_until_somebody_is_blamed() -> None:
    assert aimed("有人用过青鹭的月卡吗", SIDES).flags == (Flag.ASKING,)
    assert aimed("请问青鹭的押金到底什么时候退", SIDES).flags == ()
    assert aimed("老站长因病去世，一路走好", SIDES).flags == (Flag.MOURNING,)
    assert aimed("刹车害死一个学生，愿逝者安息", SIDES).flags == ()


def test_the_outcome_overrules_the_engine_but_makes_nothing_of_the_unknown() -> None:
    worse, sad = aimed("还是隔壁好", SIDES), aimed("沉痛悼念", SIDES)
    mild = Leaning(negativity=0.2, polarity=Polarity.POSITIVE, words=())
    bad = Leaning(negativity=0.9, polarity=Polarity.NEGATIVE, words=())
    assert worse.judged(mild).polarity is Polarity.NEGATIVE
    assert worse.judged(mild).words[0].word == "还是隔壁好"
    assert worse.judged(bad) is bad
    assert sad.judged(bad).polarity is Polarity.NEUTRAL
    assert sad.judged(mild) is mild, "praise in mourning stays praise"
    assert worse.judged(NOTHING) is NOTHING


def test_a_name_on_both_sides_is_ours() -> None:
    aim = aimed("蓝鲸出行吊打青鹭", Sides(["青鹭", "蓝鲸出行"], ["蓝鲸出行"]))
    assert aim.says is None


def test_without_names_comparisons_with_next_door_still_tell() -> None:
    assert aimed("还是隔壁好", Sides(())).says is Polarity.NEGATIVE


@pytest.mark.parametrize(
    "text", ["\ud800" * 300, "“" * 5_000, "青鹭" * 50_000, "蓝鲸出行比" * 3_000, "。" * 10_000, "\x00"]
)
def test_hostile_text_is_answered_soon(text: str) -> None:
    aim = aimed(text, SIDES)
    assert all(0 <= first <= last <= len(text) for first, last in aim.spans)


def test_the_pipeline_scores_only_what_is_about_us() -> None:
    text = "蓝鲸出行的客服态度恶劣，押金不退，气死我了。青鹭的车很好骑，服务周到，推荐"
    told = [Text(post=1, text=text)]
    (plain,) = Pipeline(["青鹭", "蓝鲸出行"]).score(told)
    (close,) = Pipeline(["青鹭", "蓝鲸出行"], sides=SIDES).score(told)
    assert plain.score.negativity is not None
    assert close.score.negativity is not None
    assert close.score.negativity < plain.score.negativity
    assert close.score.polarity is not Polarity.NEGATIVE
    assert plain.score.complaint is not None
    assert close.score.complaint is None
