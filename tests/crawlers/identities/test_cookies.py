"""What people paste and export becomes the few cookies that a domain needs, or a sentence with the cure."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.identities.cookie_files import BadCookies
from crawlers.identities.cookies import header, read_cookies
from domain.identity import CookieDomain

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
LATER = int((NOW + timedelta(days=20)).timestamp())
EARLIER = int((NOW - timedelta(days=2)).timestamp())
COM, CN = CookieDomain.WEIBO_COM, CookieDomain.WEIBO_CN
PLAIN = f"SUB=_2A25invented; SUBP=0033; ALF={LATER}; SSOLoginState={EARLIER}; XSRF-TOKEN=abc; SINAGLOBAL=1.2; _ga=GA1"
KEPT = {"SUB", "SUBP", "ALF", "SSOLoginState", "XSRF-TOKEN"}
HEAD = "# Netscape HTTP Cookie File\n"


def line(name: str, value: str, domain: str = ".weibo.com", expires: int = LATER) -> str:
    return f"{domain}\tTRUE\t/\tTRUE\t{expires}\t{name}\t{value}\n"


@pytest.mark.parametrize(
    "pasted",
    [
        PLAIN,
        f"Cookie: {PLAIN}",
        f"cookie：{PLAIN};",
        f'"{PLAIN}"',
        f"“Cookie: {PLAIN}”",
        f"-H 'Cookie: {PLAIN}' \\",
        f"\ufeff  {PLAIN}\r\n",
        PLAIN.replace("; ", ";\n"),
        PLAIN.replace("; SUBP", "\nSUBP"),
        PLAIN.replace("_2A25inv", "_2A25inv\n   "),
        PLAIN.replace("SUB=_2A25invented", 'SUB="_2A25invented"'),
    ],
)
def test_a_pasted_header_is_understood_however_it_was_pasted(pasted: str) -> None:
    (found,) = read_cookies(pasted, NOW)
    assert found.domain is COM
    assert set(found.cookies) == KEPT
    assert found.cookies["SUB"] == "_2A25invented"
    assert found.expires_at == datetime.fromtimestamp(LATER, UTC)
    assert found.obtained_at == datetime.fromtimestamp(EARLIER, UTC)


def test_a_cookies_txt_gives_each_domain_its_own() -> None:
    text = (
        HEAD + line("SUB", "com") + "#HttpOnly_" + line("SUB", "cn", ".weibo.cn") + line("SID", "x", ".other.example")
    )
    found = {each.domain: dict(each.cookies) for each in read_cookies(text, NOW)}
    assert found == {COM: {"SUB": "com"}, CN: {"SUB": "cn"}}


@pytest.mark.parametrize("shape", ["list", "storage", "flat"])
def test_the_json_of_extensions_is_understood(shape: str) -> None:
    rows = [{"name": "SUB", "value": "s", "domain": ".weibo.com", "expirationDate": LATER + 0.5}]
    rows += [{"name": "_T_WM", "value": "t", "domain": ".weibo.cn", "expires": -1}]
    given = {"list": rows, "storage": {"cookies": rows}, "flat": {"SUB": "s", "SUBP": "p"}}[shape]
    (found,) = read_cookies(json.dumps(given), NOW)
    assert found.domain is COM
    assert found.cookies["SUB"] == "s"


def test_names_of_the_phone_edition_tell_a_header_s_domain() -> None:
    (found,) = read_cookies("SUB=s; _T_WM=t; MLOGIN=1", NOW)
    assert found.domain is CN


def test_an_end_with_a_prefix_is_read() -> None:
    (found,) = read_cookies(f"SUB=s; ALF=02_{LATER}", NOW)
    assert found.expires_at == datetime.fromtimestamp(LATER, UTC)


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "空的"),
        ("SUBP=p; ALF=1", "缺少 SUB"),
        ("SUB=; SUBP=p", "缺少 SUB"),
        ("hello world", "第 1 段"),
        ("SUB=a; b c=d", "第 2 段"),
        ("_ga=GA1; foo=bar", "至少要有 SUB"),
        (f"SUB=s; ALF={EARLIER}", "过期"),
        (f"SUB={'x' * 9000}", "8 kB"),
        ("SUB=s; _T_WM=t; WBPSESS=w", "混有"),
        ("SUB=a\x00b; SUBP=p", "不允许的字符"),
        ("SUB=密码", "不允许的字符"),
        (HEAD + line("SUB", "s", ".example.com"), "example.com，不属于微博"),
        (HEAD + line("SUB", "s", ".notweibo.com"), "不属于微博"),
        (HEAD + line("SUB", "s", expires=EARLIER), "过期"),
        (HEAD + line("SUB", "s") + ".weibo.com\tTRUE\t/\tTRUE\t0\tX\ty\tz\n", "第 3 行"),
        (HEAD + line("SUB", "s").replace(str(LATER), "soon"), "第 2 行"),
        ("[{}]", "第 1 项"),
        ('[{"name": "SUB"}]', "第 1 项"),
        ("[1]", "第 1 项"),
        ('[{"name": "SUB", ', "完整的 JSON"),
        ("x" * 1_000_001, "1 MB"),
    ],
)
def test_what_cannot_be_used_is_refused_with_place_and_cure(pasted: str, says: str) -> None:
    with pytest.raises(BadCookies, match=says) as refused:
        read_cookies(pasted, NOW)
    assert "请" in str(refused.value) or "平台会拒收" in str(refused.value)


def test_the_wrong_domain_is_named() -> None:
    with pytest.raises(BadCookies, match=r"属于微博手机版.*需要微博网页版"):
        read_cookies("SUB=s; _T_WM=t", NOW, COM)


def test_no_message_and_no_repr_holds_a_value() -> None:
    secret = "_2A25topsecret"
    (found,) = read_cookies(f"SUB={secret}", NOW)
    assert secret not in repr(found)
    for spoilt in (f"SUB={secret}\x01", f"SUB={secret}; ALF={EARLIER}", f"SUB={secret}; _T_WM=1; WBPSESS=2"):
        with pytest.raises(BadCookies) as refused:
            read_cookies(spoilt, NOW)
        assert secret not in str(refused.value)


@given(st.text(max_size=300))
def test_whatever_is_pasted_becomes_a_clean_header_or_a_sentence(text: str) -> None:
    try:
        found = read_cookies("SUB=s;" + text, NOW)
    except BadCookies:
        return
    for each in found:
        assert header(each.cookies).isascii()
        assert header(each.cookies).isprintable()
