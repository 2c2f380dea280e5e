"""Pages of the article search and of the article host, in the structure of 2025 and 2026."""

from collections.abc import Sequence
from html import escape

from domain.day import CHINA
from drill.scenario import Article, Fate

SHIFT = 21
RESULTS = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{query}的相关微信公众号文章 – 搜狗微信搜索</title></head>
<body>
<div class="header-box all-time-y2">以下内容来自微信公众号</div>
<div class="news-box">
<ul class="news-list">
{rows}
</ul>
<div class="p-fy" id="pagebar_container">{pager}
<div class="mun">找到约{count}条结果<!--resultbarnum:{count}--></div></div>
</div>
<script>
$(document).on("mousedown", "a", function () {{
    var b = Math.floor(100 * Math.random()) + 1, a = this.href.indexOf("url="), c = this.href.indexOf("&k=");
    -1 !== a && -1 === c && (a = this.href.substr(a + 4 + parseInt("{shift}") + b, 1),
        this.href += "&k=" + b + "&h=" + a);
}});
</script>
</body>
</html>
"""
ROW = """<li id="sogou_vr_11002601_box_{number}" d="{key}">
<div class="txt-box">
<h3>
<a target="_blank" href="{link}" id="sogou_vr_11002601_title_{number}" uigs="article_title_{number}">{title}</a>
</h3>
<p class="txt-info" id="sogou_vr_11002601_summary_{number}">{summary}</p>
<div class="s-p"><span class="all-time-y2">{account}</span>
<span class="s2"><script>document.write(timeConvert('{epoch}'))</script></span></div>
</div>
</li>"""
JUMP = """<meta content="always" name="referrer">
<script>
    (new Image()).src = 'https://weixin.sogou.com/approve?uuid=' + '{key}' + '&from=inner';
    setTimeout(function () {{
        var url = '';
{pieces}
        url.replace("@", "");
        window.location.replace(url)
    }},100);
</script>
"""
ANTISPIDER = """<!DOCTYPE HTML>
<html><head><meta charset="utf-8"><title>搜狗搜索</title><script src="static/js/antispider.min.js?v=3"></script></head>
<body><p class="p2">用户您好，我们的系统检测到您网络中存在异常访问请求。</p>
<form name="authform" method="POST" id="seccodeForm" action="/"><input type=text name="c" id="seccodeInput">
<img id="seccodeImage" src="util/seccode.php?tc=1"></form></body></html>
"""
ARTICLE = """<!DOCTYPE html>
<html class="">
<head>
<meta charset="utf-8">
<meta property="og:title" content="{meta_title}" />
<meta property="og:site_name" content="微信公众平台" />
<title></title>
</head>
<body id="activity-detail" class="zh_CN">
<script type="text/javascript" nonce="1" reportloaderror>
    var biz = "{biz}" || "";
    var sn = "" || "" || "";
    var mid = "{mid}" || "" || "";
    var idx = "{idx}" || "" || "";
</script>
<div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title " id="activity-name">
    {meta_title}
</h1>
<a href="javascript:void(0);" id="js_name">{account}</a>
<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em>
<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden; opacity: 0; ">
{sections}
</div>
</div>
<script type="text/javascript" h5only nonce="1" reportloaderror>
    window.cgiDataNew = {{
        base_resp: {{ ret: '0' * 1, errmsg: JsDecode('ok') }},
        user_name: JsDecode('{user_name}'),
        nick_name: JsDecode('{js_account}'),
        title: JsDecode('{js_title}'),
        desc: JsDecode(''),
        create_time: JsDecode('{written}'),
        link: JsDecode(''),
        bizuin: JsDecode('{biz}'),
        mid: '{mid}' * 1,
        idx: '{idx}' * 1,
        sn: JsDecode(''),
        item_show_type: '0' * 1,
        ori_send_time: '{epoch}' * 1,
        ip_wording: {{ country_name: JsDecode('中国'), province_name: JsDecode('{region}') }},
        create_timestamp: '{epoch}' * 1,
        rt_biz_info: {{ {comments} }},
    }};
</script>
</body>
</html>
"""
STATE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head><body>
<div class="weui-msg"><div class="weui-msg__text-area"><div class="weui-msg__title warn">{words}</div></div></div>
<div class="weui-footer"><p class="weui-footer__links">微信公众平台运营中心</p></div>
</body></html>
"""
VERIFY = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title>
<script>var PAGE_MID='mmbizwap:secitptpage/verify.html';</script></head>
<body><div class="weui-msg"></div><script>window.cgiData = { cap_sid: '1', poc_token: 'x' };</script></body></html>
"""
STATES = {Fate.DELETED: "该内容已被发布者删除", Fate.REMOVED: "此内容因违规无法查看"}
EXPIRED = "链接已过期"
SUMMARY = 60
PIECE = 11


def results(rows: Sequence[tuple[Article, str]], *, query: str, page: int, pages: int, count: int) -> str:
    """A page of results, each an article with the link that leads to it."""
    pager = f"<span>{page}</span>"
    if page < pages:
        pager += (
            f'<a id="sogou_next" href="?query={escape(query)}&amp;type=2&amp;page={page + 1}" class="np">下一页</a>'
        )
    shown = "\n".join(_row(number, article, link, query) for number, (article, link) in enumerate(rows))
    return RESULTS.format(query=escape(query), rows=shown, pager=pager, count=count, shift=SHIFT)


def _row(number: int, article: Article, link: str, query: str) -> str:
    return ROW.format(
        number=number,
        key=f"{article.mid:x}-{article.idx}",
        link=escape(link),
        title=_red(article.title, query),
        summary=_red("".join(article.paragraphs)[:SUMMARY] + "...", query),
        account=escape(article.account),
        epoch=int(article.published_at.timestamp()),
    )


def _red(words: str, query: str) -> str:
    """Hits in red, wrapped in comments as the site wraps them."""
    safe, hit = escape(words), escape(query)
    return safe.replace(hit, f"<em><!--red_beg-->{hit}<!--red_end--></em>") if hit else safe


def jump(address: str, key: str) -> str:
    """The page behind a result link: the address in pieces."""
    pieces = [address[start : start + PIECE] for start in range(0, len(address), PIECE)]
    return JUMP.format(key=key, pieces="\n".join(f"        url += '{piece}';" for piece in pieces))


def article_page(article: Article) -> str:
    """An article as it is served to a temporary link: without sn and lasting link."""
    local = article.published_at.astimezone(CHINA)
    comments = "" if article.comments is None else f"elected_comment_total_cnt: '{article.comments}' * 1,"
    return ARTICLE.format(
        biz=article.biz,
        mid=article.mid,
        idx=article.idx,
        meta_title=escape(article.title),
        account=escape(article.account),
        sections="\n".join(f"<section><p><span>{escape(text)}</span></p></section>" for text in article.paragraphs),
        user_name=article.user_name,
        js_account=_js(article.account),
        js_title=_js(escape(article.title)),
        written=f"{local:%Y-%m-%d %H:%M}",
        epoch=int(article.published_at.timestamp()),
        region=article.region,
        comments=comments,
    )


def _js(words: str) -> str:
    r"""Words inside a JsDecode('…'): quotes, marks and ampersands as \xNN."""
    return "".join(f"\\x{ord(letter):02x}" if letter in "'\"\\&<>\r\n" else letter for letter in words)
