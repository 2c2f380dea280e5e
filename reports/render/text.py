"""The report as plain text: everything but the pictures, which are told in words."""

from collections.abc import Iterable

from domain.day import spoken, spoken_day
from domain.post import Verification
from domain.report import Body, Entry, Section, SectionState, Table
from domain.score import strength
from reports import links
from reports.wording import harmless, people

LINE = "-" * 40


def document(body: Body, *, root: str) -> str:
    """The whole mail as text, with the same addresses as the HTML."""
    edition = f"（第 {body.edition} 版）" if body.edition > 1 else ""
    lines = [
        f"{body.organisation} 舆情日报 {spoken_day(body.day)}{edition}",
        body.headline,
        "",
        f"综述：{harmless(body.summary)}",
        "",
        f"在控制台打开：{root}{links.report(body.day, body.edition)}",
    ]
    for section in body.sections:
        lines += ["", LINE, f"【{section.title}】", *_section(section, root)]
    lines += ["", LINE, *_foot(body)]
    return "\n".join(lines) + "\n"


def _section(section: Section, root: str) -> Iterable[str]:
    if section.state is SectionState.FAILED:
        yield f"本部分未能生成：{harmless(section.trouble)}。其余部分不受影响。"
    for figure in section.figures:
        note = f"（{figure.note}）" if figure.note else ""
        yield f"{figure.label}：{figure.shown}{note} {root}{figure.query}"
    for sentence in section.sentences:
        yield f"· {harmless(sentence.text)}" + (f" {root}{sentence.query}" if sentence.query else "")
    for chart in section.charts:
        yield f"[图] {chart.told}"
    for table in section.tables:
        yield from _table(table)
    for rank, entry in enumerate(section.entries, start=1):
        yield from _entry(rank, entry, root)


def _table(table: Table) -> Iterable[str]:
    yield ""
    yield harmless(table.title)
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        yield "  " + "；".join(f"{column} {harmless(cell.text)}" for column, cell in cells)


def _entry(rank: int, entry: Entry, root: str) -> Iterable[str]:
    verified = entry.verification
    badge = f"，{verified.shown}" if verified and verified is not Verification.NONE else ""
    author = harmless(entry.author or "未知账号")
    yield ""
    yield f"{rank}. {entry.channel.shown} {author}（粉丝 {people(entry.followers)}{badge}）{spoken(entry.published_at)}"
    if entry.title:
        yield f"   {harmless(entry.title)}"
    yield f"   {harmless(entry.text)}"
    kind = f"类别 {entry.complaint.shown}；" if entry.complaint else ""
    yield f"   {kind}负面程度 {strength(entry.negativity)}；{entry.reach}{_copies(entry)}"
    yield f"   {root}{entry.query}"


def _copies(entry: Entry) -> str:
    if entry.copies == 1:
        return ""
    strongest = f"{harmless(entry.strongest or '未知账号')}（{people(entry.strongest_followers)}）"
    first = f"最早 {spoken(entry.first_seen)}"
    return f"；内容相近共 {entry.copies} 条、{entry.authors} 个账号，{first}，粉丝最多的是{strongest}"


def _foot(body: Body) -> Iterable[str]:
    yield f"统计时段 {spoken(body.since)} 至 {spoken(body.until)}。"
    yield f"生成于 {spoken(body.made_at)}，第 {body.edition} 版，生成后不再改动。"
    yield "未采集到的数据一律写作“未知”，采集不完整时数字写作“至少”。帖文为网友言论，链接已作失效处理。"
