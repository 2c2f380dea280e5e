"""Personal numbers do not reach the store."""

import pytest

from domain.masking import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("打13812345678找我", "打［手机号］找我"),
        ("+86 138-1234-5678。", "［手机号］。"),
        ("１３８１２３４５６７８", "［手机号］"),
        ("身份证110101199003071234", "身份证［证件号］"),
        ("11010119900307123X 号", "［证件号］ 号"),
        ("卡号6222 0202 0000 1234 567", "卡号［卡号］"),
        ("座机010-62345678", "座机［电话］"),
        ("护照E12345678", "护照［证件号］"),
        ("写信到 a.b@corp.example.cn 吧", "写信到 ［邮箱］ 吧"),
        ("退款 1200 元，2026年11月23日 09:30，订单 20261123", "退款 1200 元，2026年11月23日 09:30，订单 20261123"),
        ("客服 95588 一直占线", "客服 95588 一直占线"),
        ("", ""),
    ],
)
def test_numbers_of_people_become_what_they_are(text: str, kept: str) -> None:
    assert masked(text) == kept
