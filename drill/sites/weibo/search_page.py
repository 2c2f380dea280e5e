"""Result pages of s.weibo.com in the structure of 2026."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from drill.scenario import Account, Badge, Gone, Microblog
from drill.sites.weibo.ask import Ask
from drill.sites.weibo.gone import GONE_WORDS
from drill.sites.weibo.mblog import picture_ids
from drill.sites.weibo.numbers import bid_of, button, time_words
from drill.sites.weibo.words import marked_up, paragraphs

HEAD = """<!DOCTYPE html>
<html>
<head>
    <meta charset="utf-8">
    <title>微博搜索</title>
    <script>
        var $CONFIG = {};
        $CONFIG['product'] = 'search';
    </script>
</head>
<body class="wbs-feed">
<div class="m-main"><div class="m-wrap"><div class="m-con-l" id="pl_feedlist_index">
"""
PRODUCT = "$CONFIG['product'] = 'search';"
FOOT = "</div></div></div>\n</body>\n</html>\n"
PROMOTED = """<div class="card-wrap"><div class="card card-user-b">
<a class="name" href="//weibo.com/u/1000000001">相关用户</a></div></div>
<div class="card-wrap" action-type="feed_list_item"><div class="card">
<p class="txt">广告：双十一机票低至三折</p></div></div>
"""
NOTHING = """<div class="card-wrap"><div class="card card-no-result s-pt20b40"><img src="//h5.sinaimg.cn/none.png">
<p>抱歉，未找到相关结果。</p></div></div>
"""


def result_page(posts: Sequence[Microblog], *, asked: Ask, page: int, pages: int) -> str:
    """One page of results; without posts the notice that there are none, with the page list where there are pages."""
    query = asked.query.get("q", "")
    cards = "".join(card(post, query, asked.now) for post in posts) or NOTHING
    head = HEAD.replace(PRODUCT, PRODUCT + _login_words(asked), 1)
    return head + (PROMOTED if page == 1 else "") + cards + _page_list(asked, page, pages) + FOOT


def _login_words(asked: Ask) -> str:
    """What the page's script knows of whoever asks, and the site's clock."""
    return (
        f"\n        $CONFIG['islogin'] = '{int(asked.is_account)}';\n        $CONFIG['uid'] = '{asked.who.uid or ''}';"
        f"\n        $CONFIG['servertime'] = {int(asked.now.timestamp())};"
    )


def card(post: Microblog, query: str, now: datetime) -> str:
    """One post as a card."""
    address = f"//weibo.com/{post.account.uid}/{bid_of(post.mid)}?refer_flag=1001030103_"
    home = f"//weibo.com/{post.account.uid}?refer_flag=1001030103_"
    name = escape(post.account.name)
    reach = post.reach.after(now - post.published_at)
    return f"""<!--card-wrap-->
<div class="card-wrap" action-type="feed_list_item" mid="{post.mid}" >
    <div class="card">
        <div class="card-feed">
            <div class="avator">
                <a href="{home}" target="_blank"><img src="//tvax1.sinaimg.cn/default.jpg">{_badge(post.account)}</a>
            </div>
            <div class="content" node-type="like">
                <div class="info">
                    <div class="menu s-fr"><a href="javascript:void(0);"><i class="wbicon">c</i></a></div>
                    <div style="padding: 6px 0 3px;">
                        <a href="{home}" class="name" target="_blank" nick-name="{name}">{name}</a>
                    </div>
                </div>
                <div class="from">
                    <a href="{address}" target="_blank" suda-data="key=tblog_search_weibo">
                        {time_words(post.published_at, now)}
                    </a>
                    &nbsp;来自 <a href="//weibo.com/" rel="nofollow">{escape(post.source)}</a>
                </div>
                {paragraphs(post.text_at(now), query, post.account.name, address)}
{_media(post)}{_quoted(post.original, query, now) if post.original else ""}            </div>
        </div>
        <div class="card-act">
            <ul>
                <!-- <li><a action-type="feed_list_favorite">收藏</a></li> -->
                <li><a action-type="feed_list_forward" href="#">{button(reach.reposts, "转发")}</a></li>
                <li><a action-type="feed_list_comment" href="#">{button(reach.comments, "评论")}</a></li>
                <li><a action-type="feed_list_like" action-data="mid={post.mid}"><button class="woo-like-main"><span
                    class="woo-like-count">{button(reach.likes, "赞")}</span></button></a></li>
            </ul>
        </div>
    </div>
</div>
<!--/card-wrap-->
"""


def _media(post: Microblog) -> str:
    """Pictures and video below the words."""
    if post.video:
        source = f"//f.video.weibocdn.com/{post.mid}.mp4"
        return f"                <div class=\"thumbnail\"><video-player src:'{source}'></video-player></div>\n"
    if not post.pictures:
        return ""
    ids = picture_ids(post)
    rows = "".join(f'<li><img src="//wx1.sinaimg.cn/thumb150/{name}.jpg"></li>' for name in ids)
    data = f"uid={post.account.uid}&amp;mid={post.mid}&amp;pic_ids={','.join(ids)}"
    return (
        '                <div node-type="feed_list_media_prev">'
        f'<div class="media media-piclist" action-data="{data}"><ul>{rows}</ul></div></div>\n'
    )


def _quoted(post: Microblog, query: str, now: datetime) -> str:
    """The repeated post inside a card, or the word that it is gone."""
    if post.is_gone(now):
        words = GONE_WORDS[post.end.how if post.end else Gone.DELETED]
        return f"""                <div class="card-comment"><div class="con"><div node-type="feed_list_forwardContent">
                    <p class="txt" node-type="feed_list_content">{words}</p>
                </div></div></div>
"""
    reach = post.reach.after(now - post.published_at)
    address = f"//weibo.com/{post.account.uid}/{bid_of(post.mid)}?refer_flag=1001030103_"
    name, words = escape(post.account.name), marked_up(post.text_at(now), query)
    likes = button(reach.likes, "赞")
    return f"""                <div class="card-comment">
                    <div class="con"><div node-type="feed_list_forwardContent">
                        <a href="//weibo.com/{post.account.uid}" class="name" nick-name="{name}">@{name}</a>
                        <p class="txt" node-type="feed_list_content" nick-name="{name}">{words}</p>
                    </div></div>
                    <div class="func"><ul class="act s-fr">
                        <li><a action-type="feed_list_forward">{button(reach.reposts, "转发")}</a></li>
                        <li><a action-type="feed_list_comment">{button(reach.comments, "评论")}</a></li>
                        <li><a action-type="feed_list_like" action-data="mid={post.mid}">{likes}</a></li>
                    </ul><p class="from"><a href="{address}">{time_words(post.published_at, now)}</a></p></div>
                </div>
"""


def _page_list(asked: Ask, page: int, pages: int) -> str:
    if pages <= 1:
        return ""
    kept = {name: value for name, value in asked.query.items() if name != "page"}

    def link(number: int) -> str:
        return escape("/weibo?" + urlencode({**kept, "page": number}))

    rows = "".join(
        f'<li{" class=cur" if number == page else ""}><a href="{link(number)}">第{number}页</a></li>'
        for number in range(1, pages + 1)
    )
    following = f'<a href="{link(page + 1)}" class="next">下一页</a>' if page < pages else ""
    return (
        f'<div class="m-page"><div><span class="list"><a href="javascript:void(0);" class="pagenum">第{page}页</a>'
        f'<ul class="s-scroll" node-type="feed_list_page_morelist" style="display:none">{rows}</ul></span>'
        f"{following}</div></div>\n"
    )


def _badge(account: Account) -> str:
    if account.badge is Badge.NONE:
        return ""
    return f'<span class="woo-icon-wrap"><svg id="woo_svg_{account.badge.value}"><use></use></svg></span>'
