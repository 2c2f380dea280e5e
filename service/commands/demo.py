"""`yuqing demo`: the whole loop on the stage set, then the console; every claim of its summary is looked up."""

import secrets
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from rich.table import Table

from domain.alert import Grade
from domain.crawl import COVERING, CrawlOutcome
from domain.day import spoken
from domain.job import JobName, JobState
from domain.notice import NoticeState, Role
from drill.mailbox import Letter
from service import start
from service.clock import now
from service.commands.keeping import make_user
from service.commands.screen import console, say
from service.crawling import Crawling
from service.curtain import Demo
from service.errands import Errands
from service.runner import Runner
from service.serve import open_port, scheduler, serve
from service.trouble import Trouble
from service.wiring import config
from service.works import works
from storage import jobs, topics
from storage.models import Alert, Crawl, JobRun, Notice, Person, Post, Report, Score, Shift, Watch

LOOK_BACK = "14d"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that must really have happened, and what was found."""

    what: str
    happened: bool
    found: str


def demo(stage: Demo) -> None:
    """Play the demo; without `ends` it serves the console afterwards. Raises Trouble; a missing step exits with 1."""
    began = time.monotonic()
    start.ready()
    conf = config()
    with open_port(conf.site.host, conf.site.port) as listening:
        password = _people_and_watch(stage, now())
        _play(Runner(works(Crawling(), Errands())))
        steps = _steps(stage)
        _summary(stage, steps, password, time.monotonic() - began)
        if stage.ends:
            sys.exit(0 if all(step.happened for step in steps) else 1)
        with scheduler(conf) as running:
            running.add_job(lambda: stage.stage.move_to(now()), "interval", seconds=20)
            serve(conf, listening, lambda: say("控制台已启动，Ctrl-C 停止"))


def _people_and_watch(stage: Demo, moment: datetime) -> str:
    """Two duty managers on shift, a PR colleague who gets the report, and the watch; gives the password to log in."""
    password = secrets.token_urlsafe(9)
    make_user("zhiban", password, email="wang.lei@demo.invalid", role=Role.DUTY, admin=True)
    first = Person.objects.get(email="wang.lei@demo.invalid")
    first.name = "王磊"
    first.save()
    second = Person.objects.create(name="李静", email="li.jing@demo.invalid", role=Role.DUTY.value, department="客服部")
    Person.objects.create(name="陈总", email="chen.zong@demo.invalid", role=Role.DIRECTOR.value, department="客服部")
    Person.objects.create(
        name="赵敏", email="zhao.min@demo.invalid", role=Role.PR.value, department="公关部", gets_report=True
    )
    for tier, person in ((1, first), (2, second)):
        Shift.objects.create(
            person=person, tier=tier, starts_at=moment - timedelta(hours=2), ends_at=moment + timedelta(days=7)
        )
    brand = stage.stage.scenario.brand
    Watch.objects.create(
        name=brand.name,
        any_words="\n".join(brand.words),
        rivals="\n".join(brand.rivals),
        department=brand.department,
    )
    return password


def _play(runner: Runner) -> None:
    """The jobs in their order, through the same runner as every day; each must end well."""
    acts: tuple[tuple[str, JobName, dict[str, str]], ...] = (
        ("采集微博和微信", JobName.CRAWL, {"since": LOOK_BACK}),
        ("判定情感", JobName.SCORE, {}),
        ("发现话题", JobName.TOPICS, {}),
        ("评估预警", JobName.EVALUATE, {}),
        ("发送预警邮件", JobName.TELL, {}),
        ("生成昨日日报", JobName.REPORT, {}),
        ("发送日报邮件", JobName.TELL, {}),
    )
    for title, job, arguments in acts:
        with console.status(title):
            run = jobs.ask(job, now(), arguments=arguments, by="yuqing demo")
            runner.run(run, job, arguments)
        row = JobRun.objects.get(pk=run)
        if row.state != JobState.DONE.value:
            raise Trouble(f"演示在“{title}”这一步失败：{row.failure}")
        say(f"✓ {title}：{row.result or '无事可做'}")


def _steps(stage: Demo) -> list[Step]:
    """What the summary claims, each looked up where it would be found by anybody."""
    return [step(stage) for step in (_collected, _scored, _grouped, _fired, _mailed, _linked, _reported)]


def _collected(stage: Demo) -> Step:
    crawls = list(Crawl.objects.order_by("channel"))
    lines = [
        f"{crawl.get_channel_display()}：应有 {_known(crawl.expected)}，取得 {crawl.fetched}，"
        f"新增 {crawl.new}，{crawl.get_outcome_display()}"
        for crawl in crawls
    ]
    well = len(crawls) == 2 and all(crawl.outcome and CrawlOutcome(crawl.outcome) in COVERING for crawl in crawls)
    return Step(what="采集", happened=well and all(crawl.new for crawl in crawls), found="\n".join(lines))


def _known(count: int | None) -> str:
    return "未知" if count is None else str(count)


def _scored(stage: Demo) -> Step:
    posts, scores = Post.objects.count(), Score.objects.count()
    negative = Score.objects.filter(polarity="negative").count()
    return Step(what="判定", happened=0 < posts == scores, found=f"{posts} 条帖文，其中负面 {negative} 条")


def _grouped(stage: Demo) -> Step:
    found = topics.lately(now() - timedelta(days=14), limit=3)
    lines = [f"“{topic.title}”：{topic.posts} 条，负面 {topic.negative} 条" for topic in found]
    return Step(what="话题", happened=any(topic.posts for topic in found), found="\n".join(lines) or "没有发现")


def _fired(stage: Demo) -> Step:
    alerts = list(Alert.objects.order_by("grade", "detected_at"))
    lines = [f"【{Grade(alert.grade).shown}】{alert.title}（自 {spoken(alert.since)} 起）" for alert in alerts[:5]]
    more = [f"另有 {len(alerts) - 5} 条"] if len(alerts) > 5 else []
    return Step(what="预警", happened=any(a.rule == "negative_surge" for a in alerts), found="\n".join(lines + more))


def _mailed(stage: Demo) -> Step:
    accepted = Notice.objects.filter(alert__isnull=False, state=NoticeState.ACCEPTED.value).select_related("person")
    told = sorted({f"{notice.person.name if notice.person else notice.address}（{notice.why}）" for notice in accepted})
    arrived = _letters(stage, "wang.lei@demo.invalid")
    return Step(
        what="邮件", happened=bool(told) and bool(arrived), found="；".join(told) + f"，邮箱里 {len(arrived)} 封"
    )


def _linked(stage: Demo) -> Step:
    link = f"{config().site.base_url}/a/"
    bodies = [letter.message.get_body(("plain",)) for letter in _letters(stage, "wang.lei@demo.invalid")]
    holding = [body for body in bodies if body is not None and link in body.get_content()]
    return Step(what="认领链接", happened=bool(holding), found="邮件里的按钮无需登录即可认领或判为误报")


def _letters(stage: Demo, address: str) -> list[Letter]:
    return [letter for letter in stage.stage.mailbox.letters if address in letter.recipients]


def _reported(stage: Demo) -> Step:
    report = Report.objects.first()
    arrived = _letters(stage, "zhao.min@demo.invalid")
    found = f"{report.day} 第 {report.edition} 版，已发给赵敏（公关）" if report else "没有生成"
    return Step(what="日报", happened=report is not None and bool(arrived), found=found)


def _summary(stage: Demo, steps: list[Step], password: str, seconds: float) -> None:
    title = f"{stage.stage.scenario.brand.name}　舆情监测演示（用时 {seconds:.0f} 秒）"
    table = Table(title=title, show_header=False, title_justify="left")
    table.add_column(no_wrap=True)
    table.add_column()
    for step in steps:
        table.add_row(f"{'✓' if step.happened else '✗'} {step.what}", step.found)
    console.print(table)
    say(f"控制台  {config().site.base_url}/    账号 zhiban    密码 {password}")
    say(f"收到的邮件在 {stage.folder / 'mailbox'}（.eml），数据在 {stage.folder / 'data'}")
