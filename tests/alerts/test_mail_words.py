"""What the mails say, and that nothing in a post can do harm in one."""

from datetime import datetime, timedelta

import pytest

from alerts import handling
from alerts.evaluate import evaluate
from alerts.notifiers.email.compose import alert_mail, incident_mail
from alerts.notifiers.email.delivery import build, message_id
from alerts.notifiers.email.quoting import defanged, quoted
from alerts.notifiers.email.subject import subject
from domain.alert import Grade
from domain.day import spoken
from domain.incident import IncidentKind
from domain.mail import InlineImage, Mail
from domain.notice import NoticeState, Stage
from storage import notices
from storage.models import Alert, AlertPost, Notice, Post
from tests.alerts.conftest import World

NASTY = (
    "<script>alert(1)</script><img src=x onerror=1>点 http://evil.example.com/a?b=1 和 t.cn/A6x 领钱"
    "\r\nBcc: x@y.com\x07"
)


@pytest.fixture
def alert(staffed: World, now: datetime) -> Alert:
    staffed.ordinary_days(until=now - timedelta(hours=1))
    posts = staffed.surge(30, until=now, reposts=620)
    Post.objects.filter(pk=posts[0]).update(text=NASTY, reposts=700, author_name="<b>坏人</b>\r\n", followers=None)
    evaluate(now)
    return Alert.objects.get()


def test_the_mail_says_what_since_when_how_sure_how_grave_and_what_is_missing(alert: Alert, now: datetime) -> None:
    mail = alert_mail(Notice.objects.get(), alert, now)
    assert mail.subject == f"【三级·黄】{alert.title}"
    for part in (mail.text, mail.html):
        assert "三级（较重）" in part
        assert "转发 700 次" in part
        assert spoken(alert.since) in part
        assert "碰巧出现这么多的机会不到" in part
        assert "数据来自导入" in part
        assert "主班值班经理，当班至" in part
    assert "查看并认领" in mail.text
    assert "{%" not in mail.text + mail.html


def test_nothing_in_a_post_becomes_markup_link_or_header(alert: Alert, now: datetime) -> None:
    assert AlertPost.objects.filter(alert=alert, rank=0).get().post.text == NASTY
    notice = Notice.objects.get()
    mail = alert_mail(notice, alert, now)
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert "<b>" not in mail.html
    assert "hxxp://evil[.]example[.]com" in mail.html
    assert "t[.]cn/A6x" in mail.text
    assert "http://evil" not in mail.html + mail.text
    assert "粉丝数未知" in mail.text
    assert mail.html.count("href=") == 1
    message = build(notice, mail).message()
    assert message["Bcc"] is None
    assert "\x07" not in mail.text + mail.html


def test_a_title_cannot_break_out_of_the_subject(alert: Alert, now: datetime) -> None:
    alert.title = "青鹭\r\nBcc: everybody@example.com\u202e" + "长" * 300
    mail = alert_mail(Notice.objects.get(), alert, now)
    assert len(mail.subject) == 120
    assert not {"\r", "\n", "\u202e"} & set(mail.subject)


def test_styles_stand_inline_for_clients_that_drop_style_sheets(alert: Alert, now: datetime) -> None:
    mail = alert_mail(Notice.objects.get(), alert, now)
    assert 'class="button" href="' in mail.html
    assert "background: #14532d" in mail.html.partition('class="button"')[2][:400]


def test_who_else_was_told_stands_in_the_mail(alert: Alert, staffed: World, now: datetime) -> None:
    second = staffed.people["周宁"]
    telling = notices.Telling(
        stage=Stage.ESCALATED, address=second.email, person=second.pk, why="30 分钟无人认领", alert=alert.pk
    )
    notices.queue([telling], now)
    mail = alert_mail(Notice.objects.get(stage="fired"), alert, now)
    assert "周宁：30 分钟无人认领（已排队）" in mail.text
    asked = alert_mail(Notice.objects.get(stage="escalated"), alert, now + timedelta(minutes=31))
    assert asked.subject.startswith("【无人认领·三级·黄】")
    assert "已 31 分钟，至今无人认领" in asked.text


def test_a_status_mail_says_who_did_what_and_asks_for_nothing(alert: Alert, staffed: World, now: datetime) -> None:
    second = staffed.people["周宁"]
    notices.queue(
        [notices.Telling(stage=Stage.FIRED, address=second.email, person=second.pk, why="试", alert=alert.pk)], now
    )
    handling.dismiss(alert.pk, actor="周宁", reason="去年的旧闻", now=now)
    alert.refresh_from_db()
    mail = alert_mail(Notice.objects.get(stage="dismissed"), alert, now)
    assert mail.subject.startswith("【误报·三级·黄】")
    assert "周宁：待认领 → 判为误报。去年的旧闻" in mail.text
    assert "查看并认领" not in mail.text + mail.html
    late = alert_mail(Notice.objects.filter(stage="fired")[0], alert, now)
    assert "查看并认领" not in late.text


def test_an_incident_mail_shows_the_change_and_the_way_so_far(alert: Alert, staffed: World, now: datetime) -> None:
    Notice.objects.update(state=NoticeState.ACCEPTED.value)
    incident = handling.start(
        alert.pk, actor="林晓", kind=IncidentKind.OUTAGE, grade=Grade.TWO, reason="支付不了", now=now
    )
    start = incident_mail(Notice.objects.filter(stage="started")[0], incident, now)
    assert start.subject.startswith("【已启动·二级·橙】青鹭出行：")
    assert "服务中断或性能严重下降" in start.text
    handling.regrade(incident.pk, to=Grade.THREE, actor="周宁", reason="已恢复九成", now=now + timedelta(hours=1))
    incident.refresh_from_db()
    notice = Notice.objects.filter(stage="changed")[0]
    change = incident_mail(notice, incident, now)
    assert "周宁：级别由二级（严重）改为三级（较重）。已恢复九成" in change.text
    assert f"/incidents/{incident.pk}/" in change.html
    assert message_id(notice).endswith("@localhost>")


def test_pictures_travel_inside_the_mail(alert: Alert, now: datetime) -> None:
    mail = Mail(
        subject="日报",
        text="正文",
        html='<img src="cid:volume">',
        images=(InlineImage(cid="volume", png=b"\x89PNG", alt="图"),),
    )
    raw = build(Notice.objects.get(), mail).message()
    assert raw.get_content_type() == "multipart/related"
    assert [part["Content-ID"] for part in raw.walk() if part["Content-ID"]] == ["<volume>"]


def test_links_are_made_so_that_nobody_can_follow_them() -> None:
    assert defanged("HTTPS://weibo.com/1?a=b.c") == "HxxPS://weibo[.]com/1?a=b[.]c"
    assert defanged("版本 2.0 涨了 3.5 倍。好") == "版本 2.0 涨了 3.5 倍。好"
    assert quoted("看 www.x.cn\n快", 20) == "看 www[.]x[.]cn 快"


def test_every_stage_of_an_alert_has_its_own_subject() -> None:
    subjects = {subject(stage, Grade.ONE, "题") for stage in Stage if stage is not Stage.REPORT}
    assert len(subjects) == len(Stage) - 1
    assert "【一级·红】题" in subjects
