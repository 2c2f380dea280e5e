"""What a dry run of an import found, as tables."""

from rich.markup import escape
from rich.table import Table

from crawlers.importers.trial import Reason, Trial
from crawlers.importers.values import shortened
from domain.day import spoken
from domain.post import Post
from service.commands.screen import console, say


def tell_trial(trial: Trial) -> None:
    """Print what would be taken, with its first posts, and why rows would be refused."""
    if not trial.rows:
        say("文件里只有表头，没有数据行")
        return
    refused = sum(reason.rows for reason in trial.reasons)
    say(f"试读 {trial.rows} 行：可收 {trial.taken}，不含监测词 {trial.passed_over}，拒收 {refused}；没有写入任何东西")
    if trial.taken:
        kinds = "，".join(f"{kind.shown} {number}" for kind, number in trial.kinds)
        say(f"{kinds}；发布于 {spoken(trial.earliest)} 至 {spoken(trial.latest)}")
        console.print(_examples(trial.examples))
    if trial.reasons:
        console.print(_reasons(trial.reasons))


def _table(title: str, *columns: str) -> Table:
    """A table that breaks long cells and cuts none off."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _examples(posts: tuple[Post, ...]) -> Table:
    table = _table("开头几条", "发布时间", "类型", "作者", "地区", "正文")
    for post in posts:
        author = post.author.name or post.author.key if post.author else "未知"
        cells = (shortened(author), shortened(post.region or "未知"), shortened(post.title or post.text))
        table.add_row(spoken(post.published_at), post.kind.shown, *(escape(cell) for cell in cells))
    return table


def _reasons(reasons: tuple[Reason, ...]) -> Table:
    table = _table("拒收", "行数", "拒收原因", "首见于", "该行开头")
    for reason in reasons:
        first = reason.first
        place = f"{shortened(first.table)} 第 {first.line} 行" if first.table else f"第 {first.line} 行"
        table.add_row(str(reason.rows), *(escape(cell) for cell in (reason.words, place, first.words)))
    return table
