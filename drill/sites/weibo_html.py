"""Result pages of s.weibo.com in the structure of 2026."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode

from domain.day import CHINA
from drill.scenario import Account, Badge, Microblog
from drill.sites.weibo_text import marked_up, paragraphs

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
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
FOOT = "</div></div></div>\n</body>\n</html>\n"
PROMOTED = """<div class="card-wrap"><div class="card card-user-b">
<a class="name" href="//weibo.com/u/1000000001">相关用户</a></div></div>
<div class="card-wrap" action-type="feed_list_item"><div class="card">
<p class="txt">广告：双十一机票低至三折</p></div></div>
"""
NOTHING = """<div class="card-wrap"><div class="card card-no-result s-pt20b40"><img src="//h5.sinaimg.cn/none.png">
<p>抱歉，未找到相关结果。</p></div></div>
"""


def result_page(posts: Sequence[Microblog], *, query: str, page: int, pages: int, scope: str, now: datetime) -> str:
    """One page of results; without posts the notice that there are none, with the page list where there are pages."""
    cards = "".join(card(post, query, now) for post in posts) or NOTHING
    return HEAD + (PROMOTED if page == 1 else "") + cards + _page_list(query, page, pages, scope) + FOOT


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
                {paragraphs(post.text, query, post.account.name, address)}
{_quoted(post.original, query, now) if post.original else ""}            </div>
        </div>
        <div class="card-act">
            <ul>
                <!-- <li><a action-type="feed_list_favorite">收藏</a></li> -->
                <li><a action-type="feed_list_forward" href="#">{_shown(reach.reposts, "转发")}</a></li>
                <li><a action-type="feed_list_comment" href="#">{_shown(reach.comments, "评论")}</a></li>
                <li><a action-type="feed_list_like" action-data="mid={post.mid}"><button class="woo-like-main"><span
                    class="woo-like-count">{_shown(reach.likes, "赞")}</span></button></a></li>
            </ul>
        </div>
    </div>
</div>
<!--/card-wrap-->
"""


def _quoted(post: Microblog, query: str, now: datetime) -> str:
    """The repeated post inside a card."""
    reach = post.reach.after(now - post.published_at)
    address = f"//weibo.com/{post.account.uid}/{bid_of(post.mid)}?refer_flag=1001030103_"
    name, words = escape(post.account.name), marked_up(post.text, query)
    likes = _shown(reach.likes, "赞")
    return f"""                <div class="card-comment">
                    <div class="con"><div node-type="feed_list_forwardContent">
                        <a href="//weibo.com/{post.account.uid}" class="name" nick-name="{name}">@{name}</a>
                        <p class="txt" node-type="feed_list_content" nick-name="{name}">{words}</p>
                    </div></div>
                    <div class="func"><ul class="act s-fr">
                        <li><a action-type="feed_list_forward">{_shown(reach.reposts, "转发")}</a></li>
                        <li><a action-type="feed_list_comment">{_shown(reach.comments, "评论")}</a></li>
                        <li><a action-type="feed_list_like" action-data="mid={post.mid}">{likes}</a></li>
                    </ul><p class="from"><a href="{address}">{time_words(post.published_at, now)}</a></p></div>
                </div>
"""


def _page_list(query: str, page: int, pages: int, scope: str) -> str:
    if pages <= 1:
        return ""

    def link(number: int) -> str:
        return escape("/weibo?" + urlencode({"q": query, "timescope": scope, "page": number}))

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


def _shown(count: int, label: str) -> str:
    """A count as a button shows it: the label instead of 0, a bound above a million, tens of thousands in 万."""
    if count == 0:
        return label
    if count >= 1_000_000:
        return "100万+"
    return f"{count / 10_000:.1f}万" if count >= 100_000 else str(count)


def time_words(at: datetime, now: datetime) -> str:
    """How long ago, as the site says it."""
    age = now - at
    local, today = at.astimezone(CHINA), now.astimezone(CHINA).date()
    if age < timedelta(minutes=1):
        return f"{max(1, int(age.total_seconds()))}秒前"
    if age < timedelta(hours=1):
        return f"{int(age.total_seconds()) // 60}分钟前"
    if local.date() == today:
        return f"今天{local:%H:%M}"
    return f"{local:%m月%d日 %H:%M}" if local.year == today.year else f"{local:%Y年%m月%d日 %H:%M}"


def bid_of(mid: int) -> str:
    """The short form of a number in addresses: base62 in groups of 7 digits and 4 letters."""
    digits = str(mid)
    groups = [int(digits[max(0, end - 7) : end]) for end in range(len(digits), 0, -7)]
    return "".join(_letters(group) for group in reversed(groups)).lstrip("0")


def _letters(group: int) -> str:
    return "".join(ALPHABET[group // 62**power % 62] for power in (3, 2, 1, 0))
