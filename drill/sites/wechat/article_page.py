"""Article pages in the structure of 2025 and 2026, of every kind, and one in that of 2018."""

from html import escape

from domain.day import CHINA
from drill.scenario import Article
from drill.sites.wechat.names import long_link, sn_of

WITHOUT_BODY = frozenset({"5", "7", "8", "10", "17"})
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
    var sn = "{sn}" || "" || "";
    var msg_link = "{js_link}";
    var copyright_stat = "{stat}";
    var mid = "{mid}" || "" || "";
    var idx = "{idx}" || "" || "";
</script>
<div id="img-content" class="rich_media_wrp">
<h1 class="rich_media_title " id="activity-name">
    {meta_title}
</h1>
<a href="javascript:void(0);" id="js_name">{account}</a>
<em id="publish_time" class="rich_media_meta rich_media_meta_text"></em>
{content}
</div>
<script type="text/javascript" h5only nonce="1" reportloaderror>
    window.cgiDataNew = {{
        base_resp: {{ ret: '0' * 1, errmsg: JsDecode('ok') }},
        user_name: JsDecode('{user_name}'),
        nick_name: JsDecode('{js_account}'),
        title: JsDecode('{js_title}'),
        desc: JsDecode(''),
        create_time: JsDecode('{written}'),
        link: JsDecode('{js_link}'),
        bizuin: JsDecode('{biz}'),
        mid: '{mid}' * 1,
        idx: '{idx}' * 1,
        sn: JsDecode('{sn}'),
        item_show_type: '{kind}' * 1,
        ori_send_time: '{epoch}' * 1,
        copyright_info: {{ copyright_stat: '{stat}' * 1, reprint_url: JsDecode('{reprint}') }},
        content_noencode: JsDecode('{noencode}'),
        ip_wording: {{ country_name: JsDecode('中国'), province_name: JsDecode('{region}') }},
        create_timestamp: '{epoch}' * 1,
        rt_biz_info: {{ {comments} }},
    }};
</script>
</body>
</html>
"""
CONTENT = """<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden;">
{sections}
</div>"""
OF_2018 = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title></head>
<body id="activity-detail" class="zh_CN mm_appmsg">
<h2 class="rich_media_title" id="activity-name">
{title}
</h2>
<div class="rich_media_content " id="js_content">
{sections}
</div>
<script>
    var biz = ""||"";
    var mid = "" || ""|| "";
    var idx = "" || "" || "";
    var ct = "{epoch}";
    var nickname = "{account}";
    var msg_title = "{title}";
    var msg_link = "{link}";
</script></body></html>
"""


def article_page(article: Article, *, lasting: bool = False) -> str:
    """An article as it is served; to a temporary link without sn and lasting link."""
    if article.of_2018:
        return _of_2018(article)
    local = article.published_at.astimezone(CHINA)
    comments = "" if article.comments is None else f"elected_comment_total_cnt: '{article.comments}' * 1,"
    bare = article.kind in WITHOUT_BODY
    return ARTICLE.format(
        biz=article.biz,
        mid=article.mid,
        idx=article.idx,
        sn=sn_of(article) if lasting else "",
        js_link=_js(escape(long_link(article))) if lasting else "",
        kind=article.kind,
        stat="2" if article.origin else "0",
        reprint=_js(escape(long_link(article.origin))) if article.origin else "",
        meta_title=escape(article.title),
        account=escape(article.account),
        content="" if bare else CONTENT.format(sections=_sections(article)),
        noencode=_js(escape("\n".join(article.paragraphs))) if bare else "",
        user_name=article.user_name,
        js_account=_js(article.account),
        js_title=_js(escape(article.title)),
        written=f"{local:%Y-%m-%d %H:%M}",
        epoch=int(article.published_at.timestamp()),
        region=article.region,
        comments=comments,
    )


def _of_2018(article: Article) -> str:
    """Every variable empty but the link."""
    return OF_2018.format(
        title=escape(article.title),
        sections=_sections(article),
        epoch=int(article.published_at.timestamp()),
        account=escape(article.account),
        link=_js(escape(long_link(article))),
    )


def _sections(article: Article) -> str:
    return "\n".join(f"<section><p><span>{escape(text)}</span></p></section>" for text in article.paragraphs)


def _js(words: str) -> str:
    r"""Words inside a JsDecode('…'): quotes, marks and ampersands as \xNN."""
    return "".join(f"\\x{ord(letter):02x}" if letter in "'\"\\&<>\r\n" else letter for letter in words)
