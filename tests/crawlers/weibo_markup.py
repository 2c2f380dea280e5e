"""Invented cards in today's template and in the one of 2018, for parser tests."""

from crawlers.pages.weibo_mid import bid_of, published_at
from domain.day import CHINA

MID = 5340000000000000
BID = bid_of(MID)
DAY = f"{published_at(MID).astimezone(CHINA):%m月%d日 %H:%M}"
HEAD = '<html><head><title>微博搜索</title></head><body><div id="pl_feedlist_index">'
FOOT = "</div></body></html>"
NOTHING = '<div class="card-wrap"><div class="card card-no-result s-pt20b40"><p>抱歉，未找到相关结果。</p></div></div>'


def card(
    text: str = "今天的<em class='s-color-red'>云雀</em>出行很准时",
    *,
    mid: int | str = MID,
    badge: str = "",
    full: str = "",
    quoted: str = "",
    counts: tuple[str, str, str] = ("转发", "评论", "赞"),
    name: str = '<a href="//weibo.com/6012345678?refer_flag=1001030103_" class="name" target="_blank">路人甲</a>',
) -> str:
    bid = bid_of(int(mid)) if str(mid).isdecimal() else mid
    long = f'<p class="txt" node-type="feed_list_content_full" style="display: none">{full}</p>' if full else ""
    return f"""<div class="card-wrap" action-type="feed_list_item" mid="{mid}"><div class="card"><div class="card-feed">
    <div class="avator"><a href="//weibo.com/6012345678"><img src="a.jpg">{badge}</a></div>
    <div class="content" node-type="like"><div class="info"><div class="menu s-fr"><i class="wbicon">c</i></div>
    <div>{name}</div></div>
    <div class="from"><a href="//weibo.com/6012345678/{bid}?refer_flag=1">
        3分钟前
    </a>&nbsp;来自 <a href="//weibo.com/" rel="nofollow">测试手机 5</a></div>
    <p class="txt" node-type="feed_list_content" nick-name="路人甲">
        {text}\u200b\u200b
    </p>{long}{quoted}</div></div>
    <div class="card-act"><ul><!-- <li><a action-type="feed_list_favorite">收藏</a></li> -->
    <li><a action-type="feed_list_forward">{counts[0]}</a></li>
    <li><a action-type="feed_list_comment">{counts[1]}</a></li>
    <li><a action-type="feed_list_like"><button><span class="woo-like-count">{counts[2]}</span></button></a></li>
    </ul></div></div></div>"""


def quoted_post(text: str, mid: int) -> str:
    return f"""<div class="card-comment"><div node-type="feed_list_forwardContent">
    <a class="name" nick-name="原作者" href="//weibo.com/1000000002">@原作者</a>
    <p class="txt" node-type="feed_list_content">{text}<a action-type="fl_unfold">展开<i class="wbicon">c</i></a></p>
    <p class="txt" node-type="feed_list_content_full">{text}，还有后半句<a action-type="fl_fold">收起<i
    class="wbicon">d</i></a></p></div>
    <ul class="act s-fr"><li><a action-type="feed_list_forward">999</a></li>
    <li><a action-type="feed_list_like" action-data="mid={mid}">888</a></li></ul>
    <p class="from"><a href="//weibo.com/1000000002/{bid_of(mid)}">3月18日 19:54</a></p></div>"""


OLD_CARD = f"""<div class="card-wrap" action-type="feed_list_item" mid="{MID}"><div class="card"><div class="card-feed">
    <div class="avator"><a href="//weibo.com/u/1700000001"><img src="a.jpg"></a></div>
    <div class="content" node-type="like"><div class="info"><div>
    <a class="name" nick-name="老模板" href="//weibo.com/1700000001?refer_flag=1">老模板</a>
    <a href="//verified.weibo.com/"><i class="icon-vip icon-vip-b"></i></a></div></div>
    <p class="txt" node-type="feed_list_content" nick-name="老模板">旧版里的<a href="/weibo/%23云雀%23">#云雀#</a></p>
    <p class="from"><a href="//weibo.com/1700000001/{BID}">{DAY} 转赞人数超过10</a> 来自 <a rel="nofollow">网页</a></p>
    </div></div><div class="card-act"><ul><li><a action-type="feed_list_favorite">收藏</a></li>
    <li><a action-type="feed_list_forward">转发 28</a></li><li><a action-type="feed_list_comment">评论 3</a></li>
    <li><a action-type="feed_list_like"><i class="icon-act icon-act-praise"></i><em></em></a></li></ul>
    </div></div></div>"""


def page(*cards: str, pages: int = 0, following: bool = False) -> bytes:
    rows = "".join(f"<li><a href='?page={number}'>第{number}页</a></li>" for number in range(1, pages + 1))
    pager = f"<ul class='s-scroll'>{rows}</ul>" if pages else ""
    more = '<a href="/weibo?q=x&page=2" class="next">下一页</a>' if following else ""
    return f"{HEAD}{''.join(cards)}{pager}{more}{FOOT}".encode()
