"""Which answers are pages and which show us the door."""

import pytest

from crawlers.pages.answer import Answer
from crawlers.pages.wechat_gate import article_refusal, search_refusal
from crawlers.pages.weibo_gate import weibo_refusal
from domain.refusal import MEANINGS, Reaction, Refusal

WEIBO = "https://s.weibo.com/weibo?q=x"
SEARCH = "https://weixin.sogou.com/weixin?query=x"
ARTICLE = "https://mp.weixin.qq.com/s?src=11"
HOST = "mp.weixin.qq.com"


def moved(url: str, location: str) -> Answer:
    return Answer(url=url, status=302, location=location)


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("https://passport.weibo.com/visitor/visitor?entry=miniblog&retcode=6102", Refusal.LOGIN),
        ("https://passport.weibo.com/sso/signin?entry=miniblog", Refusal.LOGIN),
        ("https://login.sina.com.cn/sso/login.php", Refusal.LOGIN),
        ("https://weibo.com/sorry?pagenotfound&retcode=6102", Refusal.LOGIN),
        ("https://weibo.com/login.php?url=x", Refusal.LOGIN),
        ("https://passport.weibo.com/verify/captcha", Refusal.CAPTCHA),
        ("https://security.weibo.com/x", Refusal.CAPTCHA),
        ("https://weibo.com/", Refusal.ELSEWHERE),
        ("/weibo?q=x&page=1", None),
        ("//s.weibo.com/weibo?q=x", None),
    ],
)
def test_where_weibo_sends_us(location: str, refusal: Refusal | None) -> None:
    assert weibo_refusal(moved(WEIBO, location)) is refusal


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (200, None),
        (401, Refusal.LOGIN),
        (403, Refusal.FORBIDDEN),
        (404, Refusal.GONE),
        (414, Refusal.RATE_LIMIT),
        (418, Refusal.RATE_LIMIT),
        (429, Refusal.RATE_LIMIT),
        (432, Refusal.FORBIDDEN),
        (451, Refusal.FORBIDDEN),
        (502, Refusal.SERVER_ERROR),
    ],
)
def test_what_a_status_says(status: int, refusal: Refusal | None) -> None:
    assert weibo_refusal(Answer(url=WEIBO, status=status)) is refusal
    assert article_refusal(Answer(url=ARTICLE, status=status)) is refusal


def test_the_visitor_page_comes_with_a_good_status() -> None:
    body = b"<!DOCTYPE html><title>Sina Visitor System</title>"
    assert weibo_refusal(Answer(url=WEIBO, status=200, body=body)) is Refusal.LOGIN


@pytest.mark.parametrize("word", ["geetest", "yidun", "captcha", "CAPTCHA_TYPE", "passport.weibo.com"])
def test_words_that_good_pages_hold_are_no_refusal(word: str) -> None:
    assert weibo_refusal(Answer(url=WEIBO, status=200, body=word.encode())) is None


def test_the_search_sends_to_the_article_or_to_the_check() -> None:
    assert search_refusal(moved(SEARCH, f"http://{HOST}/s?src=11"), HOST) is None
    assert search_refusal(moved(SEARCH, "/antispider/?from=x"), HOST) is Refusal.CAPTCHA
    assert search_refusal(moved(SEARCH, "https://www.sogou.com/antispider/"), HOST) is Refusal.CAPTCHA
    assert search_refusal(moved(SEARCH, "https://other.example/"), HOST) is Refusal.ELSEWHERE
    assert search_refusal(Answer(url=SEARCH, status=503), HOST) is Refusal.RATE_LIMIT


def test_a_title_about_captchas_is_no_check_page() -> None:
    title = Answer(url=SEARCH, status=200, body="<h3>验证码为何越来越难</h3>".encode())
    check = Answer(url=SEARCH, status=200, body=b'<form id="seccodeForm">')
    assert search_refusal(title, HOST) is None
    assert search_refusal(check, HOST) is Refusal.CAPTCHA


@pytest.mark.parametrize(
    "body",
    [
        b"<script>PAGE_MID='mmbizwap:secitptpage/verify.html'</script>",
        b'<script src="https://captcha.gtimg.com/TCaptcha.js"></script>',
        b"<script>window.cgiData = { cap_sid: 'x' }</script>",
        b'<html><title></title><div class="weui-msg"></div></html>',
    ],
)
def test_the_verification_page_is_ours_and_never_the_article_s_state(body: bytes) -> None:
    assert article_refusal(Answer(url=ARTICLE, status=200, body=body)) is Refusal.CAPTCHA
    whole = body + b'<div id="js_content">x</div>'
    assert article_refusal(Answer(url=ARTICLE, status=200, body=whole)) is None


def test_the_article_host_sends_to_the_verification() -> None:
    assert article_refusal(moved(ARTICLE, "/mp/wappoc_appmsgcaptcha?poc_token=x")) is Refusal.CAPTCHA
    assert article_refusal(moved(ARTICLE, "/mp/verify")) is Refusal.CAPTCHA
    assert article_refusal(moved(ARTICLE, "https://elsewhere.example/")) is Refusal.ELSEWHERE


def test_every_refusal_has_an_outcome_that_covers_nothing() -> None:
    assert set(MEANINGS) == set(Refusal)
    blocking = [meaning for meaning in MEANINGS.values() if meaning.reaction is not Reaction.GO_ON]
    assert not {meaning.outcome.value for meaning in blocking} & {"complete", "empty", "partial"}
