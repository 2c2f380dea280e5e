import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.duplicates import largest_share, near_groups, simhash

LETTER = "星河支付今天下午转账失败客服一直没有人接听请尽快处理退款"


def test_copies_that_differ_in_digits_and_signs_are_one_group() -> None:
    texts = [f"{LETTER}!", f"{LETTER} 123", "完全是另外一回事情大家不要再说了好吗谢谢各位"]
    assert near_groups(texts) == [0, 0, 2]


def test_a_long_copy_with_one_word_changed_is_near() -> None:
    longer = (
        "星河支付的老用户了，从来没有遇到过这样的事情。上周五下午给家里转了三千块钱，页面一直转圈，最后提示失败，"
        "可是银行卡里的余额已经扣掉。打了六次客服电话，每次都说二十四小时之内会有专人联系，到今天也没有等到任何回音。"
        "希望官方看到以后尽快核对流水，把属于我的那一笔退回来，不要让普通人为系统的毛病买单。"
    )
    assert near_groups([longer, longer + "了", "今天天气很好我们去公园散步看见很多人在放风筝"]) == [0, 0, 2]


def test_short_texts_are_near_only_where_they_are_the_same() -> None:
    assert near_groups(["崩了崩了", "崩了崩了!", "崩了崩啊"]) == [0, 0, 2]


def test_posts_without_words_are_no_copies_of_each_other() -> None:
    assert near_groups(["", "", "123", ""]) == [0, 1, 2, 3]


def test_the_share_of_the_largest_group() -> None:
    assert largest_share([0, 0, 0, 3]) == 0.75
    assert largest_share([]) == 0.0


def test_a_flood_of_copies_is_grouped_in_seconds() -> None:
    marks = "甲乙丙丁戊己庚辛壬癸"
    texts = [LETTER * 3 + marks[n % 10] + marks[n // 10 % 10] + marks[n // 100 % 10] for n in range(3_000)]
    begun = time.perf_counter()
    groups = near_groups(texts)
    assert time.perf_counter() - begun < 20
    assert largest_share(groups) > 0.9


@given(st.lists(st.text(), max_size=8))
def test_every_text_is_in_a_group_whose_first_member_leads_it(texts: list[str]) -> None:
    groups = near_groups(texts)
    assert len(groups) == len(texts)
    assert all(groups[group] == group <= place for place, group in enumerate(groups))


@pytest.mark.parametrize("text", ["两个", "\ud800字", "😀😀😀"])
def test_a_hash_has_64_bits(text: str) -> None:
    assert 0 <= simhash(text) < 1 << 64
