import pytest

from analysis.pipeline import Pipeline, Text
from analysis.words import Cutting
from domain.score import Complaint, Noise, Polarity, Score

BAD = "客服太差了，投诉没人理，垃圾，退款"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(["星河支付", "Galaxy Pay"])


def score(pipeline: Pipeline, text: str, quoted: str = "", root: str = "") -> Score:
    return pipeline.score([Text(post=7, text=text, quoted=quoted, root=root)])[0].score


def test_verdicts_come_in_order_of_the_texts(pipeline: Pipeline) -> None:
    verdicts = pipeline.score([Text(post=5, text=BAD), Text(post=3, text="今天星期三")])
    assert [verdict.post for verdict in verdicts] == [5, 3]
    assert verdicts[0].score.polarity is Polarity.NEGATIVE
    assert verdicts[1].score.polarity is not Polarity.NEGATIVE


def test_a_verdict_names_its_model(pipeline: Pipeline) -> None:
    assert score(pipeline, BAD).model == pipeline.model


def test_only_own_words_are_scored(pipeline: Pipeline) -> None:
    alone = score(pipeline, "路过看看")
    assert score(pipeline, f"路过看看//@张三:{BAD}").negativity == alone.negativity
    assert score(pipeline, "路过看看", quoted=BAD).negativity == alone.negativity


@pytest.mark.parametrize("text", ["转发微博", "快转微博", f"//@张三:{BAD}", "", "。。。", "@李四"])
def test_of_a_bare_repost_the_mood_is_unknown(pipeline: Pipeline, text: str) -> None:
    verdict = score(pipeline, text, quoted=BAD)
    assert verdict.polarity is Polarity.UNKNOWN
    assert verdict.negativity is None
    assert verdict.words == ()
    assert verdict.complaint is None


def test_a_verdict_says_what_is_complained_of_and_by_which_words(pipeline: Pipeline) -> None:
    verdict = score(pipeline, "扣了两次钱，退款一直不到账")
    assert verdict.complaint is Complaint.REFUND
    assert verdict.complaint_words
    assert score(pipeline, "今天星期三").complaint is None


def test_a_lottery_is_marked_and_so_is_who_takes_part_in_it(pipeline: Pipeline) -> None:
    lottery = "转发本条微博抽奖，关注并转发，抽三位送手机一台"
    assert score(pipeline, lottery).noise is Noise.LOTTERY
    assert score(pipeline, "转发微博", quoted=lottery).noise is Noise.LOTTERY
    assert score(pipeline, BAD, quoted=lottery).noise is None


def test_copies_carry_the_same_fingerprint(pipeline: Pipeline) -> None:
    words = "我们为星河支付点赞，客服耐心细致，到账速度又快又稳，出门只要带一部手机就够了，推荐给所有的朋友"
    assert score(pipeline, f"{words} 001").fingerprint == score(pipeline, f"{words}！！！").fingerprint is not None
    assert score(pipeline, "太短").fingerprint is None


def test_a_bare_repost_speaks_of_what_it_quotes(pipeline: Pipeline) -> None:
    assert "退款" in score(pipeline, "转发微博", quoted="#崩了#退款不到账").keys
    assert "#崩了#" in score(pipeline, "转发微博", quoted="#崩了#退款不到账").keys
    assert "退款" in score(pipeline, "//@张三:退款不到账").keys


def test_tags_of_the_root_are_inherited_after_the_own_ones(pipeline: Pipeline) -> None:
    keys = score(pipeline, "#扣款两次#我也是", root="#星河崩了#转账失败").keys
    assert keys[:2] == ("#扣款两次#", "#星河崩了#")


def test_words_of_the_root_are_keys_of_the_topic_alone(pipeline: Pipeline) -> None:
    found = score(pipeline, "我的退款也没有到账", root="#星河崩了#转账失败，客服电话打不通")
    assert not {"转账", "客服"} & set(found.keys)
    assert found.topic_keys[0] == "#星河崩了#"
    assert {"转账", "客服"} < set(found.topic_keys)
    assert found.topic_keys[-1] == found.keys[-1] or len(found.topic_keys) < 6
    assert len(found.topic_keys) <= 6


def test_a_repost_whose_root_is_nowhere_takes_what_it_quotes_for_it(pipeline: Pipeline) -> None:
    found = score(pipeline, "我的退款也没有到账", quoted="转账失败，客服电话打不通")
    assert {"转账", "客服"} < set(found.topic_keys)


def test_the_post_at_the_head_goes_by_its_own_keys(pipeline: Pipeline) -> None:
    head = "#星河崩了#转账失败，客服电话打不通"
    assert score(pipeline, head, root=head).topic_keys == ()


def test_a_head_says_the_same_when_it_is_met_again(pipeline: Pipeline) -> None:
    comments = [Text(post=n, text=f"退款{n}", root="转账失败，客服电话打不通") for n in range(5)]
    assert pipeline.score(comments) == pipeline.score(comments)


def test_the_brand_is_neither_scored_nor_a_key(pipeline: Pipeline) -> None:
    plain, branded = score(pipeline, BAD), score(pipeline, f"Galaxy Pay {BAD} 星河支付")
    assert branded.negativity == pytest.approx(plain.negativity, abs=0.02)
    assert not {"星河支付", "galaxy", "pay"} & {*branded.keys, *(word.word for word in branded.words)}


def test_traditional_and_full_width_letters_make_no_difference(pipeline: Pipeline) -> None:
    traditional = score(pipeline, "客服太差了，投訴沒人理，垃圾ＡＰＰ，退款")
    assert traditional == score(pipeline, "客服太差了,投诉没人理,垃圾app,退款")


def test_a_batch_says_what_each_text_says_alone(pipeline: Pipeline) -> None:
    texts = [
        Text(post=place, text=text, quoted=quoted)
        for place, (text, quoted) in enumerate(
            [(BAD, ""), ("", BAD), (f"好//@某:{BAD}", ""), ("转发微博", "#崩了#退款")] * 400
        )
    ]
    alone = [pipeline.score([text])[0] for text in texts[:4]]
    together = pipeline.score(texts)
    assert [verdict.post for verdict in together] == list(range(1600))
    for verdict in together:
        first = alone[verdict.post % 4].score
        assert verdict.score._replace(negativity=None, words=()) == first._replace(negativity=None, words=())
        assert verdict.score.negativity == pytest.approx(first.negativity)


def test_the_tokens_of_the_plain_way_lead_to_the_same_verdicts(pipeline: Pipeline) -> None:
    plain = Pipeline(["星河支付", "Galaxy Pay"], cutting=Cutting.PLAIN)
    texts = [Text(post=1, text=BAD), Text(post=2, text="Galaxy Pay 真的很方便，推荐 #星河支付#")]
    assert plain.score(texts) == pipeline.score(texts)
