"""What is said in place of posts that are gone."""

from collections.abc import Mapping

from drill.scenario import Gone

GONE_WORDS: Mapping[Gone, str] = {
    Gone.DELETED: "抱歉，此微博已被作者删除。查看帮助：http://t.cn/A6gone00",
    Gone.REPORTED: "该微博因被多人投诉，根据《微博社区公约》，已被删除。查看帮助：http://t.cn/A6gone00",
    Gone.HIDDEN: "抱歉，由于作者设置，你暂时没有这条微博的查看权限哦。查看帮助：http://t.cn/A6gone00",
}
STATES: Mapping[Gone, int | None] = {Gone.DELETED: 7, Gone.REPORTED: 8, Gone.HIDDEN: None}
"""The number in `state`, where the site gives one."""
