"""The hot list of s.weibo.com as a page."""

from datetime import datetime
from html import escape
from urllib.parse import quote

from drill.scenario import HotTopic
from drill.sites.weibo.hot import PINNED, label, ranked

HEAD = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>微博热搜榜</title></head>
<body class="wbs-hotrank"><div class="data" id="pl_top_realtimehot"><table cellspacing="0" cellpadding="0">
<thead><tr class="thead_tr"><th class="th-01">序号</th><th class="th-02">关键词</th><th class="th-03"></th></tr></thead>
<tbody>
"""
FOOT = "</tbody></table></div></body></html>\n"


def hot_page(topics: list[HotTopic], now: datetime) -> str:
    """The pinned row without number and heat, then the rows; paid ones have a dot and no address."""
    first = (
        '<tr class=""><td class="td-01"><i class="icon-top"></i></td><td class="td-02">'
        f'<a href="{_address(str(PINNED["word"]), 0)}" target="_blank">{PINNED["word"]}</a></td>'
        '<td class="td-03"></td></tr>\n'
    )
    rows = "".join(_row(rank, topic, now) for _, rank, topic in ranked(topics))
    return HEAD + first + rows + FOOT


def _row(rank: int, topic: HotTopic, now: datetime) -> str:
    words = label(topic, now)
    kind = "综艺 " if "综艺" in topic.category else ""
    mark = f'<i class="wbicon icon-txt">{words}</i>' if words else ""
    link = (
        f'href="javascript:void(0);" href_to="{_address(topic.word, rank)}"'
        if topic.paid
        else f'href="{_address(topic.word, rank)}"'
    )
    number = "•" if topic.paid else str(rank)
    return (
        f'<tr class=""><td class="td-01 ranktop">{number}</td><td class="td-02"><a {link} target="_blank">'
        f"{escape(topic.word)}</a><span> {kind}{topic.heat_at(now)}</span></td>"
        f'<td class="td-03">{mark}</td></tr>\n'
    )


def _address(word: str, rank: int) -> str:
    return escape(f"/weibo?q={quote(f'#{word}#', safe='')}&t=31&band_rank={rank}&Refer=top")
