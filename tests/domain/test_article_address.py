"""Addresses of articles as they are really written, and all that is no article's address."""

import pytest

from domain.article_address import AddressKind, BadAddress, address_of, identity, row_name

SHORT = "7FkK0lM3tq_X-b2Yz01abQ"
BIZ = "MzA0MDAwMDAwMQ=="
LONG = f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2247500001&idx=2&sn=0123456789abcdef0123456789abcdef"
TEMPORARY = "http://mp.weixin.qq.com/s?src=11&timestamp=1795397400&ver=4839&signature=Ab*c-9&new=1"


@pytest.mark.parametrize(
    "written",
    [
        f"https://mp.weixin.qq.com/s/{SHORT}",
        f"http://mp.weixin.qq.com/s/{SHORT}?scene=1&clicktime=1&poc_token=x#rd",
        f"mp.weixin.qq.com/s/{SHORT}",
        f"青鹭出行昨晚怎么了？ https://mp.weixin.qq.com/s/{SHORT} 转给法务看看",
        f"链接：https://mp.weixin.qq.com/s/{SHORT}，请看",
        f"https://mp.weixin.qq.com/s/{SHORT.replace('_', '~')}",
        f"  https://MP.weixin.qq.com/s/{SHORT}  ",
    ],
)
def test_a_short_link_is_known_however_it_was_copied(written: str) -> None:
    found = address_of(written)
    assert (found.kind, found.name) == (AddressKind.SHORT, f"s/{SHORT}")
    assert found.url == f"https://mp.weixin.qq.com/s/{SHORT}"
    assert found.opens


@pytest.mark.parametrize(
    "written",
    [
        f"{LONG}&chksm=e8b2&scene=27&key=secret&pass_ticket=x&uin=1#wechat_redirect",
        LONG.replace("&", "&amp;").replace("https", "http") + "&amp;chksm=e8b2",
        LONG.replace("&", "\\x26amp;") + "\\x26amp;chksm=e8b2",
        LONG.replace("&", "&amp;amp;").replace("=", "%3D", 0) + "&amp;amp;chksm=e8b2",
        LONG.replace("mid=", "appmsgid=").replace("idx=", "itemidx=").replace("sn=", "sign=") + "&chksm=e8b2",
        LONG.replace("/s?", "/mp/appmsg/show?").replace("==", "%3D%3D") + "&chksm=e8b2",
        LONG.replace(BIZ, "3040000001") + "&chksm=e8b2",
    ],
)
def test_a_long_link_keeps_what_names_and_opens_it_and_drops_what_tracks(written: str) -> None:
    found = address_of(written)
    assert (found.kind, found.name, found.opens) == (AddressKind.LONG, f"{BIZ}:2247500001:2", True)
    assert found.url.endswith("&mid=2247500001&idx=2&sn=0123456789abcdef0123456789abcdef&chksm=e8b2")
    assert not {"key=", "uin", "ticket", "scene"} & set(found.url.split("&"))


def test_a_long_link_without_its_check_code_only_names_the_article() -> None:
    assert not address_of(LONG).opens


def test_a_temporary_link_is_no_identity_and_its_stamp_is_no_entity() -> None:
    found = address_of(TEMPORARY)
    assert found.kind is AddressKind.TEMPORARY
    assert found.name.startswith("t/")
    assert found.url == TEMPORARY.replace("http:", "https:")
    assert found.made_at is not None


def test_an_album_is_told_apart_from_an_article() -> None:
    found = address_of(f"https://mp.weixin.qq.com/mp/appmsgalbum?__biz={BIZ}&action=getalbum&album_id=31415926#x")
    assert (found.kind, found.name) == (AddressKind.ALBUM, f"album/{BIZ}/31415926")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("https://evil.example/s/" + SHORT, "只收公众号文章"),
        (f"https://evil.example/?to=https://mp.weixin.qq.com/s/{SHORT}", "只收公众号文章"),
        (f"https://mp.weixin.qq.com.evil.example/s/{SHORT}", "只收公众号文章"),
        (f"https://mp.weixin.qq.com@evil.example/s/{SHORT}", "只收公众号文章"),
        (f"https://me:pw@mp.weixin.qq.com/s/{SHORT}", "只收公众号文章"),
        (f"https://mp.weixin.qq.com:8443/s/{SHORT}", "只收公众号文章"),
        (f"javascript:location='https://mp.weixin.qq.com/s/{SHORT}'", "不是网页链接"),
        ("data:text/html,<script>", "不是网页链接"),
        ("今天没有链接", "没有链接"),
        (f"https://mp.weixin.qq.com/s/{SHORT[:-1]}", "22 个字符"),
        (f"https://mp.weixin.qq.com/s/{SHORT[:-1]}B", "22 个字符"),
        (f"https://mp.weixin.qq.com/s/../{SHORT}", "22 个字符"),
        ("https://mp.weixin.qq.com/s?__biz=../../etc&mid=1&idx=1&sn=a&chksm=b", "缺少文章编号"),
        (f"https://mp.weixin.qq.com/s?__biz={BIZ}", "缺少文章编号"),
        ("https://mp.weixin.qq.com/s?src=11&timestamp=x&signature=a", "临时链接不完整"),
        ("https://mp.weixin.qq.com/mp/profile_ext?action=home", "不是文章地址"),
        (f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=1&idx=1&sn={'a' * 3000}", "不像文章地址"),
        ("https://[::1", "没有链接|写法不对"),
    ],
)
def test_everything_else_is_refused_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(BadAddress, match=why):
        address_of(written)


def test_the_decimal_number_of_an_account_is_its_base64() -> None:
    assert identity("3040000001", "22475", "01") == identity(BIZ, "22475", "1") == f"{BIZ}:22475:1"
    assert identity("../x", "1", "1") is None


def test_a_result_is_named_by_account_title_and_second() -> None:
    made_at = address_of(TEMPORARY).made_at
    assert made_at is not None
    assert row_name("早报", "题", made_at) == row_name("早报", "题", made_at)
    assert row_name("早报", "题", made_at) != row_name("晚报", "题", made_at)
