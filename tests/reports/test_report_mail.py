import re
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser

import pytest

from domain.mail import Mail
from domain.post import Channel
from domain.score import Polarity
from domain.strict_json import UnreadableJson, written
from reports.daily import build
from reports.render.mail import report_mail
from reports.render.stored import body_of
from reports.sections import SECTIONS
from storage.models import Post as PostRow
from storage.models import Report
from tests.reports.invented import DAY, World

pytestmark = pytest.mark.django_db
HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"> {{ settings.SECRET_KEY }} {% include "x" %}'
    " https://evil.example.com/phish 点www.evil.cn领退款\r\nBcc: all@evil.com \u202e倒过来"
)


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def all(self, tag: str, attribute: str) -> list[str]:
        return [facts[attribute] or "" for name, facts in self.seen if name == tag and attribute in facts]


def mail_of(world: World) -> Mail:
    return report_mail(build(DAY, world.now))


def test_the_subject_is_one_line_with_day_and_headline(told: World) -> None:
    assert (
        mail_of(told).subject == "【舆情日报】2026年11月22日 青鹭出行：至少 29 条，负面至少 16 条（55.2%），采集不完整"
    )
    assert mail_of(told).subject.startswith("【舆情日报】2026年11月22日（第 2 版） ")


def test_a_watch_with_a_line_break_in_its_name_cannot_add_a_header(told: World) -> None:
    told.watch.name = "青鹭\r\nBcc: all@evil.com"
    told.watch.save()
    assert not re.search(r"[\r\n]", mail_of(told).subject)


def test_at_least_two_charts_are_inside_the_mail_and_each_is_shown_once(told: World) -> None:
    mail = mail_of(told)
    shown = Tags(mail.html).all("img", "src")
    assert len(mail.images) >= 2
    assert sorted(shown) == sorted(f"cid:{image.cid}" for image in mail.images)
    assert all(image.png.startswith(b"\x89PNG") and image.alt for image in mail.images)
    assert sorted(Tags(mail.html).all("img", "alt")) == sorted(image.alt for image in mail.images)


def test_styles_are_inline_and_nothing_is_loaded_from_elsewhere(told: World) -> None:
    html = mail_of(told).html
    tags = {tag for tag, _ in Tags(html).seen}
    assert tags.isdisjoint({"style", "link", "script", "iframe", "object", "form"})
    assert Tags(html).all("td", "style")
    assert "url(" not in html


def test_every_link_leads_to_our_console(told: World, settings: pytest.FixtureRequest) -> None:
    links = Tags(mail_of(told).html).all("a", "href")
    base = settings.BASE_URL  # type: ignore[attr-defined]
    assert links
    assert all(link.startswith(f"{base}/") for link in links)
    assert f"{base}/reports/2026-11-22/1/" in links


def test_the_text_part_tells_everything(told: World) -> None:
    report = build(DAY, told.now)
    mail, body = report_mail(report), body_of(report)
    for section in body.sections:
        assert f"【{section.title}】" in mail.text
        said = [sentence.text for sentence in section.sentences] + [figure.shown for figure in section.figures]
        said += [chart.told for chart in section.charts] + [entry.text for entry in section.entries]
        said += [cell.text for table in section.tables for row in table.rows for cell in row]
        for words in said:
            assert words in mail.text
    assert body.summary in mail.text


def test_hostile_posts_stay_words(world: World) -> None:
    world.crawl("0:00", "24:00")
    world.tell(
        world.draft("10:00", HOSTILE, Polarity.NEGATIVE, name=HOSTILE, title=HOSTILE, keys=(HOSTILE[:80],)),
        world.draft("11:00", HOSTILE + "！", Polarity.NEGATIVE, channel=Channel.WECHAT, keys=(HOSTILE[:80],)),
    )
    mail = mail_of(world)
    tags = Tags(mail.html)
    assert {tag for tag, _ in tags.seen}.isdisjoint({"script", "iframe"})
    assert all(source.startswith("cid:") for source in tags.all("img", "src"))
    assert not [facts for _, facts in tags.seen if any(name.startswith("on") for name in facts)]
    for part in (mail.html, mail.text):
        assert "{{ settings.SECRET_KEY }}" in part
        assert "\u202e" not in part
        assert not re.search(r"evil\.(example\.)?(com|cn)", re.sub(r'href="[^"]*"|\S*/posts/\S*', "", part))
        assert "hxxps://evil[.]example[.]com/phish" in part


def test_the_mail_comes_from_the_stored_report_alone(told: World) -> None:
    report = build(DAY, told.now)
    before = report_mail(report)
    PostRow.objects.update(text="改了", author_name="改了")
    told.watch.name = "改名了"
    told.watch.save()
    assert report_mail(Report.objects.get(pk=report.pk)) == before


def test_a_failed_section_is_told_in_both_parts(told: World) -> None:
    told_alerts = [one for one in SECTIONS if one.key == "alerts"]
    assert told_alerts
    told.alert("不存在的级别", grade=9)
    mail = mail_of(told)
    for part in (mail.html, mail.text):
        assert "本部分未能生成：预警记录里有不认识的值" in part
        assert "重点负面帖文" in part


def test_a_report_of_another_version_is_refused(told: World) -> None:
    report = build(DAY, told.now)
    report.body = written(replace(body_of(report), version=3))
    with pytest.raises(UnreadableJson, match="version 3"):
        report_mail(report)


def test_the_picture_of_a_chart_is_drawn_once_for_all_readers(told: World) -> None:
    report = build(DAY, told.now)
    one, other = report_mail(report), report_mail(report)
    assert all(mine.png is theirs.png for mine, theirs in zip(one.images, other.images, strict=True))


def test_a_report_made_before_eight_is_told_with_its_own_times(told: World) -> None:
    early = datetime.fromisoformat("2026-11-22T12:00:00+08:00")
    mail = report_mail(build(DAY, early))
    assert "统计时段 2026年11月22日 00:00 至 2026年11月22日 12:00" in mail.text
