"""Pages of the article search: results in the class names of today and of before 2022, the jump, the check."""

from collections.abc import Sequence
from html import escape

from drill.scenario import Article

SHIFT = 21
SUMMARY = 60
PIECE = 11
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
ROW_BEFORE_2022 = """<li id="sogou_vr_11002601_box_{number}" d="{key}">
<div class="img-box"><a href="{link}"><img src="//img01.sogoucdn.com/net/a/04/link?appid=100520033&amp;url=x"></a></div>
<div class="txt-box">
<h3>
<a target="_blank" href="{link}" id="sogou_vr_11002601_title_{number}" uigs="article_title_{number}">{title}</a>
</h3>
<p class="txt-info" id="sogou_vr_11002601_summary_{number}">{summary}</p>
<div class="s-p" t="{epoch}"><a class="account" target="_blank" id="sogou_vr_11002601_account_{number}" i="oIWsFt"
 href="/weixin?type=1" data-headimage="x" data-isV="1" uigs="article_account_{number}">{account}</a>
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


def results(
    rows: Sequence[tuple[Article, str]], *, query: str, page: int, pages: int, count: int, before_2022: bool = False
) -> str:
    """A page of results, each an article with the link that leads to it, in the class names of either generation."""
    shape = ROW_BEFORE_2022 if before_2022 else ROW
    pager = f"<span>{page}</span>"
    if page < pages:
        pager += (
            f'<a id="sogou_next" href="?query={escape(query)}&amp;type=2&amp;page={page + 1}" class="np">下一页</a>'
        )
    shown = "\n".join(_row(shape, number, article, link, query) for number, (article, link) in enumerate(rows))
    return RESULTS.format(query=escape(query), rows=shown, pager=pager, count=count, shift=SHIFT)


def _row(shape: str, number: int, article: Article, link: str, query: str) -> str:
    return shape.format(
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
