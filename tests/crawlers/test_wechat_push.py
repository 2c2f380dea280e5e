"""A pushed message is taken when the platform sent it, and only then."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawlers.pages.unreadable import UnreadablePage
from crawlers.pages.wechat_envelope import answer_to_check, opened
from crawlers.pages.wechat_fields import fields_of
from crawlers.pages.wechat_push import read_letter
from crawlers.pages.wechat_seal import BadAesKey, Keys, NotGenuine, aes_key_of, signature_of, unsealed
from domain.own_account import DeskNews, FoundBy, OwnArticle
from domain.post import Post, PostKind
from domain.push import Declined, Letter

VECTOR: dict[str, str] = json.loads((Path(__file__).parent.parent / "recordings/wechat_push/sealed.json").read_text())
SENT = datetime.fromtimestamp(int(VECTOR["timestamp"]), UTC)
KEYS = Keys(token=VECTOR["token"], receiver=VECTOR["appid"], aes_key=aes_key_of(VECTOR["encoding_aes_key"]))
PLAIN = replace(KEYS, aes_key=b"")
QUERY = {name: VECTOR[name] for name in ("timestamp", "nonce", "signature", "msg_signature")} | {"encrypt_type": "aes"}
BOMB = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Content>&f;</Content></xml>"""


def sealed_body(**more: str) -> bytes:
    return json.dumps({"ToUserName": "gh_0000heron", "Encrypt": VECTOR["Encrypt"], **more}).encode()


def why(query: dict[str, str], body: bytes, keys: Keys = KEYS, now: datetime = SENT) -> Declined:
    with pytest.raises(NotGenuine) as told:
        opened(query, body, keys, now)
    return told.value.why


def said(xml: str) -> Any:
    letter = Letter(account="wx0", key="k", sent_at=SENT, stamp=None, body=xml)
    return read_letter(fields_of(xml.encode()), letter, SENT, lambda openid: f"hash of {len(openid)}")


def test_a_sealed_message_opens_with_its_own_keys() -> None:
    letter = opened(QUERY, sealed_body(), KEYS, SENT)
    assert (letter.body, letter.sent_at, letter.stamp) == (VECTOR["message"], SENT, None)
    assert "车锁" not in repr(letter)
    assert "token" not in repr(KEYS)


def test_the_mode_that_sends_both_forms_is_read_by_the_sealed_one() -> None:
    letter = opened(QUERY, sealed_body(MsgId="1", Content="改过的话"), KEYS, SENT)
    assert "车锁打不开" in letter.body


def test_a_plain_message_carries_the_mark_of_its_signature() -> None:
    letter = opened(QUERY, VECTOR["message"].encode(), PLAIN, SENT)
    assert letter.stamp == f"{VECTOR['timestamp']}:{VECTOR['nonce']}"
    assert letter.key == opened(QUERY, sealed_body(), KEYS, SENT).key


def test_what_is_not_genuine_is_told_apart() -> None:
    message, forged = VECTOR["message"].encode(), {**QUERY, "msg_signature": "0" * 40, "signature": "0" * 40}
    assert why(forged, sealed_body()) is Declined.SIGNATURE
    assert why(forged, message, PLAIN) is Declined.SIGNATURE
    assert why(forged, message) is Declined.SIGNATURE
    assert why(QUERY, message) is Declined.IN_THE_CLEAR
    assert why({}, message) is Declined.UNSIGNED
    assert why({**QUERY, "timestamp": "x"}, message, PLAIN) is Declined.SIGNATURE
    assert why(QUERY, sealed_body(), now=SENT + timedelta(seconds=301)) is Declined.SKEW
    assert why(QUERY, message, PLAIN, SENT - timedelta(seconds=301)) is Declined.SKEW
    assert why(QUERY, sealed_body(), replace(KEYS, receiver="wx_other")) is Declined.RECEIVER
    assert why(QUERY, sealed_body(), replace(KEYS, aes_key=aes_key_of("b" * 43))) is Declined.UNDECRYPTABLE
    assert why(QUERY, b"<xml><a></xml>", PLAIN) is Declined.UNREADABLE
    assert why(QUERY, b"", PLAIN) is Declined.UNREADABLE
    assert why(QUERY, sealed_body(), PLAIN) is Declined.UNDECRYPTABLE


@pytest.mark.parametrize("body", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_are_never_looked_up(body: bytes) -> None:
    assert why(QUERY, body, PLAIN) is Declined.DANGEROUS
    assert why(QUERY, body) is Declined.DANGEROUS


def test_a_sealed_text_of_any_bytes_is_only_ever_declined() -> None:
    for text in (
        "",
        "好",
        "====",
        base64.b64encode(b"x" * 16).decode(),
        base64.b64encode(b"\0" * 64).decode(),
        "\ud800",
    ):
        query = {**QUERY, "msg_signature": signature_of(KEYS.token, QUERY["timestamp"], QUERY["nonce"], text)}
        body = json.dumps({"Encrypt": text}).encode()
        assert why(query, body) in {Declined.UNDECRYPTABLE, Declined.RECEIVER, Declined.IN_THE_CLEAR}


@pytest.mark.parametrize(
    ("written", "cure"), [("", "43 个字符"), ("a" * 42, "现在是 42 个"), ("a" * 42 + "=", "字母和数字")]
)
def test_a_key_that_cannot_be_one_is_named_with_the_cure(written: str, cure: str) -> None:
    with pytest.raises(BadAesKey, match=cure):
        aes_key_of(written)


def test_the_check_of_the_address_is_answered_with_its_own_word() -> None:
    query = {name: QUERY[name] for name in ("timestamp", "nonce", "signature")}
    assert answer_to_check({**query, "echostr": "437512"}, KEYS, SENT) == "437512"
    with pytest.raises(NotGenuine) as told:
        answer_to_check(query, KEYS, SENT)
    assert told.value.why is Declined.NO_ECHOSTR
    echo = VECTOR["Encrypt"]
    sealed = {name: QUERY[name] for name in ("timestamp", "nonce", "msg_signature")}
    assert answer_to_check({**sealed, "echostr": echo}, KEYS, SENT) == VECTOR["message"]


def test_words_of_a_customer_become_a_post_that_names_nobody() -> None:
    (post,) = said(VECTOR["message"])
    assert isinstance(post, Post)
    assert (post.kind, post.text, post.published_at) == (PostKind.MESSAGE, "车锁打不开，一直在计费", SENT)
    assert post.native_id == "message:wx0:24000000000000001"
    assert "oInvented" not in repr(post)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<MsgType>image</MsgType><PicUrl>http://x</PicUrl>", "[图片]"),
        ("<MsgType>voice</MsgType><Recognition>退我押金</Recognition>", "[语音] 退我押金"),
        ("<MsgType>location</MsgType><Label>青鹭路 1 号</Label>", "[位置] 青鹭路 1 号"),
        ("<MsgType>link</MsgType><Title>看这里</Title><Url>http://x/</Url>", "[链接]\n看这里\nhttp://x/"),
    ],
)
def test_every_kind_of_message_says_what_it_can(inside: str, text: str) -> None:
    (post,) = said(f"<xml><FromUserName>o1</FromUserName><MsgId>5</MsgId>{inside}</xml>")
    assert post.text == text


def test_a_kind_that_nobody_knows_is_unreadable_and_an_unknown_event_says_nothing() -> None:
    with pytest.raises(UnreadablePage, match="hologram"):
        said("<xml><MsgType>hologram</MsgType><MsgId>5</MsgId></xml>")
    assert said("<xml><MsgType>event</MsgType><Event>SOMETHING_NEW</Event></xml>") == ()


def finished(links: str, status: str = "send success") -> str:
    return (
        f"<xml><MsgType>event</MsgType><Event>MASSSENDJOBFINISH</Event><MsgID>1000001625</MsgID><Status>{status}</Status>"
        f"<ArticleUrlResult><ResultList>{links}</ResultList></ArticleUrlResult></xml>"
    )


def test_a_mass_send_tells_the_numbers_of_its_articles() -> None:
    link = "http://mp.weixin.qq.com/s?__biz=MzAx&amp;mid=2247490098&amp;idx=2&amp;sn=ab"
    (article,) = said(finished(f"<item><ArticleIdx>2</ArticleIdx><ArticleUrl>{link}</ArticleUrl></item>"))
    assert isinstance(article, OwnArticle)
    assert (article.name(), article.biz, article.found_by, article.guessed) == (
        "2247490098_2",
        "MzAx",
        FoundBy.PUSH,
        False,
    )


def test_a_mass_send_without_long_links_tells_a_number_that_may_be_wrong() -> None:
    short = "<item><ArticleIdx>1</ArticleIdx><ArticleUrl>http://mp.weixin.qq.com/s/abc</ArticleUrl></item>"
    for links in (short, ""):
        (article,) = said(finished(links))
        assert (article.name(), article.guessed) == ("1000001625_1", True)
    assert said(finished("", "err(30003)")) == ()


def test_news_of_a_desk_keeps_its_ticket_to_itself() -> None:
    xml = "<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>ENC1</Token><OpenKfId>wk1</OpenKfId></xml>"
    (news,) = said(xml)
    assert isinstance(news, DeskNews)
    assert (news.desk, news.ticket) == ("wk1", "ENC1")
    assert "ENC1" not in repr(news)


def test_the_published_vectors_come_out_as_published(shared: Path) -> None:
    given = json.loads((shared / "samples/wechat/callback/crypto_vectors.official.json").read_text("utf-8"))
    check, post, secure = given["plain_get"], given["plain_post"], given["secure_post"]
    at = datetime.fromtimestamp(int(check["timestamp"]), UTC)
    keys = Keys(token="AAAAA", receiver=secure["appid"], aes_key=aes_key_of(secure["encoding_aes_key"]))
    assert answer_to_check(check, keys, at) == check["echostr"]
    plain = replace(keys, aes_key=b"")
    at = datetime.fromtimestamp(int(post["timestamp"]), UTC)
    assert "debug_demo" in opened(post, json.dumps(post["body"]).encode(), plain, at).body
    query = {name: secure[name] for name in ("timestamp", "nonce", "signature", "msg_signature")}
    at = datetime.fromtimestamp(int(secure["timestamp"]), UTC)
    body = json.dumps({"ToUserName": "gh_97417a04a28d", "Encrypt": secure["Encrypt"]}).encode()
    assert opened({**query, "encrypt_type": "aes"}, body, keys, at).body == secure["decrypted"]["msg"]
    reply = given["secure_reply"]
    assert signature_of("AAAAA", reply["timestamp"], reply["nonce"], reply["Encrypt"]) == reply["msg_signature"]
    assert unsealed(reply["Encrypt"], keys).decode() == reply["msg"]


def test_the_vector_of_wechatpy_opens(shared: Path) -> None:
    body = (shared / "samples/wechat/callback/encrypted.wechatpy.xml").read_bytes()
    key = aes_key_of("kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR")
    keys = Keys(token="123456", receiver="wx49f0ab532d5d035a", aes_key=key)
    query = {
        "timestamp": "1411525903",
        "nonce": "461056294",
        "msg_signature": "74d92dfeb87ba7c714f89d98870ae5eb62dff26d",
    }
    letter = opened(query, body, keys, datetime.fromtimestamp(1411525903, UTC))
    assert "<MsgType>" in letter.body


def test_the_recorded_events_are_understood(shared: Path) -> None:
    folder = shared / "samples/wechat/callback"
    assert said((folder / "event_masssendjobfinish.xml").read_text("utf-8")) == ()
    assert said((folder / "event_subscribe.xml").read_text("utf-8")) == ()
    assert said((folder / "image.xml").read_text("utf-8"))[0].text == "[图片]"
    assert said((folder / "text.xml").read_text("utf-8"))[0].text == "this is a test"
