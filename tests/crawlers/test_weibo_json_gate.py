"""Answers of the JSON routes that are no answer, each known for what it is."""

import pytest

from crawlers.pages.answer import Answer
from crawlers.pages.weibo_json_gate import json_refusal
from domain.refusal import Refusal
from tests.crawlers.recordings import body

WEB = "https://weibo.com/ajax/statuses/show?id=1"
MOBILE = "https://m.weibo.cn/api/container/getIndex"


def refusal(words: str | bytes, status: int = 200, url: str = WEB, location: str | None = None) -> Refusal | None:
    written = words.encode() if isinstance(words, str) else words
    return json_refusal(Answer(url=url, status=status, body=written, location=location))


@pytest.mark.parametrize(
    ("words", "status", "meaning"),
    [
        ('{"ok":-100,"url":"https://weibo.com/login.php?url=x"}', 200, Refusal.VISITOR),
        ('{"ok":-100,"url":"https://passport.weibo.com/sso/signin?entry=mweibo"}', 200, Refusal.LOGIN),
        ('{"ok":-100,"url":"https://passport.weibo.com/verify/x"}', 200, Refusal.CAPTCHA),
        ('{"ok":-100,"url":"https://security.weibo.com/captcha/geetest"}', 200, Refusal.CAPTCHA),
        ('{"ok":-100,"url":"http://[broken"}', 200, Refusal.LOGIN),
        ('{"ok":-100,"data":{}}', 200, Refusal.VISITOR),
        ('{"ok":0,"message":"前方有点拥堵，请登录后使用"}', 403, Refusal.LOGIN),
        ('{"error":"Forbidden"}', 403, Refusal.FORBIDDEN),
        ('{"ok":0,"errno":"20101","msg":"该微博不存在"}', 200, Refusal.DELETED),
        ('{"ok":0,"errno":"20101","msg":"该微博不存在"}', 404, Refusal.DELETED),
        ('{"ok":0,"msg":"请求过于频繁，歇歇吧"}', 200, Refusal.RATE_LIMIT),
        ('{"error":"relogin!","error_code":21301}', 200, Refusal.LOGIN),
        ("", 432, Refusal.FORBIDDEN),
        ("", 418, Refusal.RATE_LIMIT),
        ("", 414, Refusal.RATE_LIMIT),
        ("", 429, Refusal.RATE_LIMIT),
        ("", 403, Refusal.FORBIDDEN),
        ("", 502, Refusal.SERVER_ERROR),
        ("", 200, Refusal.SERVER_ERROR),
        ("<html><title>Sina Visitor System</title></html>", 200, Refusal.VISITOR),
        ('<script>location="https://passport.weibo.com/sso/signin"</script>', 200, Refusal.LOGIN),
    ],
)
def test_what_an_answer_means(words: str, status: int, meaning: Refusal) -> None:
    assert refusal(words, status) is meaning


@pytest.mark.parametrize(
    ("location", "meaning"),
    [
        ("https://passport.weibo.com/visitor/visitor?entry=miniblog", Refusal.VISITOR),
        ("https://visitor.passport.weibo.cn/visitor/visitor", Refusal.VISITOR),
        ("https://passport.weibo.cn/signin/login", Refusal.LOGIN),
        ("https://login.sina.com.cn/sso/login.php", Refusal.LOGIN),
        ("https://weibo.com/sorry?pagenotfound&retcode=6102", Refusal.LOGIN),
        ("/login.php?url=x", Refusal.VISITOR),
        ("https://passport.weibo.com/verify?x=1", Refusal.CAPTCHA),
        ("https://example.com/", Refusal.ELSEWHERE),
        ("/ajax/statuses/show?id=1&again=1", None),
    ],
)
def test_where_a_redirect_leads(location: str, meaning: Refusal | None) -> None:
    assert refusal("", 302, location=location) is meaning


@pytest.mark.parametrize(
    "name",
    ["mymblog.json", "comments.json", "m_nothing.json", "m_search.json", "hot_search.json", "longtext_none.json"],
)
def test_an_answer_that_can_be_read_is_let_through(name: str) -> None:
    assert json_refusal(Answer(url=MOBILE, status=200, body=body(name))) is None


@pytest.mark.parametrize("words", ['{"ok":1,"msg":"请登录"}', "<html>captcha geetest yidun</html>", "{", "[1]", "null"])
def test_marks_in_a_good_or_unknown_answer_prove_nothing(words: str) -> None:
    assert refusal(words) is None
