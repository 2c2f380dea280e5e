"""What posts complain of, by words: said or unsaid, shipped or changed by people."""

import pytest

from analysis.complaints import ComplaintRules, complaint_of
from domain.complaint_words import MOST_ENTRIES, BadWords, read_change, shipped, with_changes
from domain.score import Complaint


@pytest.fixture(scope="module")
def rules() -> ComplaintRules:
    return ComplaintRules(brands=["青鹭"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("青鹭又崩了，半天打不开", Complaint.SERVICE_DOWN),
        ("登录不上，一直转圈", Complaint.SERVICE_DOWN),
        ("退款三个月了还不到账", Complaint.REFUND),
        ("会员到期自动续费，莫名扣我30块", Complaint.REFUND),
        ("刚下单就接到骚扰电话", Complaint.LEAK),
        ("上万条用户信息泄露", Complaint.LEAK),
        ("官网被黑，首页全是赌博广告", Complaint.ATTACK),
        ("账号被盗，绑定的卡被刷了两千", Complaint.ATTACK),
        ("虚假宣传，说好的免费结果不免费", Complaint.LAW),
        ("手机充电的时候爆炸，把沙发烧了", Complaint.SAFETY),
        ("骑到一半刹车失灵，摔断了腿", Complaint.SAFETY),
        ("物流三天不动了", Complaint.LOGISTICS),
        ("显示签收，可我根本没收到包裹", Complaint.LOGISTICS),
        ("穿了两次就脱胶", Complaint.QUALITY),
        ("客服挂我电话", Complaint.ATTITUDE),
        ("半小时没人接听", Complaint.ATTITUDE),
        ("一根雪糕二十，真贵", Complaint.PRICE),
        ("刚买完就降价，背刺老用户", Complaint.PRICE),
        ("避雷这家", Complaint.OTHER),
    ],
)
def test_a_complaint_has_its_kind(rules: ComplaintRules, text: str, kind: Complaint) -> None:
    found = complaint_of(text, rules)
    assert found is not None
    assert found.kind is kind
    assert found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今天天气真好",
        "没有泄露任何用户信息",
        "公司回应：不存在用户信息泄露",
        "网传用户信息泄露系谣言",
        "真的不是诈骗，大家放心",
        "谨防诈骗，别点陌生链接",
        "物流很快，质量好，客服态度很好",
        "心态崩了，期末考太难",
        "来贵州玩，茅台镇风景真好",
        "倒垃圾要分类",
        "快递和外卖都到了",
        "不涨价，不加价",
    ],
)
def test_what_is_denied_warned_of_or_meant_otherwise_is_no_complaint(rules: ComplaintRules, text: str) -> None:
    assert complaint_of(text, rules) is None


@pytest.mark.parametrize("text", ["不是没有信息泄露", "这不是诈骗是什么", "难道这不是诈骗吗", "你们没人管信息泄露吗"])
def test_two_negations_and_asking_back_affirm(rules: ComplaintRules, text: str) -> None:
    found = complaint_of(text, rules)
    assert found is not None
    assert found.kind in {Complaint.LEAK, Complaint.LAW}


def test_a_hint_counts_only_where_the_post_is_negative(rules: ComplaintRules) -> None:
    text = "又是你们家快递，服了"
    assert complaint_of(text, rules) is None
    found = complaint_of(text, rules, negative=True)
    assert found is not None
    assert (found.kind, found.words) == (Complaint.LOGISTICS, ("快递",))


def test_what_endangers_people_is_heard_beside_a_longer_rant_about_money(rules: ComplaintRules) -> None:
    found = complaint_of("太贵，涨价，乱收费。孩子吃完食物中毒进医院", rules)
    assert found is not None
    assert found.kind is Complaint.SAFETY


def test_words_joined_by_a_plus_must_stand_in_one_sentence(rules: ComplaintRules) -> None:
    assert complaint_of("我家狗崩了块瓷砖。明天登录考试系统报名", rules) is None
    found = complaint_of("崩了，登录都登录半天", rules)
    assert found is not None
    assert found.kind is Complaint.SERVICE_DOWN


def test_people_add_words_and_stop_shipped_ones() -> None:
    change = read_change(Complaint.LOGISTICS, "小哥+态度-好\n 运单号  作废 ", "虚假签收")
    rules = ComplaintRules(with_changes([change]))
    assert complaint_of("虚假签收", rules) is None
    assert complaint_of("派件小哥态度真绝", rules) is not None
    assert complaint_of("派件小哥态度真好", rules) is None
    untouched = ComplaintRules()
    assert complaint_of("虚假签收", untouched) is not None


@pytest.mark.parametrize(
    ("added", "removed", "said"),
    [
        ("[", "", "只有符号"),
        ("贵", "", "只有一个字"),
        ("ab", "", "至少三个"),
        ("+涨价", "", "缺了词"),
        ("很慢-", "", "缺了词"),
        ("太慢" * 20, "", "最多 20 个字"),
        ("很\x00慢", "", "控制字符"),
        ("甲组+乙组+丙组+丁组+戊组", "", "最多 4 个"),
        ("\n".join(f"生词{n}" for n in range(2_000)), "", "2,000 行，最多 500 行"),
        ("", "从来没有过的词", "不是这一类的出厂词"),
        ("物流慢", "", "已经是这一类的出厂词"),
        ("物流慢", "物流慢", "同时写在增加和停用里"),
    ],
)
def test_bad_words_are_refused_with_the_line_and_the_cure(added: str, removed: str, said: str) -> None:
    with pytest.raises(BadWords, match=said):
        read_change(Complaint.LOGISTICS, added, removed)


def test_many_bad_lines_are_told_in_a_few_sentences() -> None:
    with pytest.raises(BadWords) as refused:
        read_change(Complaint.PRICE, "\n".join(["贵"] * 40), "")
    assert len(refused.value.problems) == 6
    assert "另有 35 处" in refused.value.problems[-1]


def test_the_largest_permitted_list_works() -> None:
    added = "\n".join(f"生词{n}号" for n in range(MOST_ENTRIES))
    rules = ComplaintRules(with_changes([read_change(Complaint.PRICE, added, "")]))
    found = complaint_of("遇到生词499号", rules)
    assert found is not None
    assert found.words == ("生词499号",)


def test_every_shipped_entry_finds_itself() -> None:
    rules = ComplaintRules(brands=["青鹭"])
    for words in shipped():
        for entry in words.certain:
            text = "，".join(entry.every).replace("{品牌}", "青鹭")
            assert complaint_of(text, rules) is not None, f"{words.kind.shown}：{entry}"


@pytest.mark.parametrize("text", ["\ud800崩了", "\x00" * 50, "崩" * 200_000, "😀", "退款+" * 5_000])
def test_hostile_text_has_a_defined_answer(rules: ComplaintRules, text: str) -> None:
    found = complaint_of(text, rules, negative=True)
    assert found is None or found.words
