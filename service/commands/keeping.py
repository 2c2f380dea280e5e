"""`yuqing watch`, `yuqing user` and `yuqing rollups`: what is set up or mended by hand."""

from typing import Annotated

import typer
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from console.roles import DUTY_GROUP
from domain.notice import Role
from domain.post import Channel
from service import start
from service.commands.screen import say
from service.trouble import Trouble
from storage import rollups
from storage.models import Person, Watch

watch_app = typer.Typer(help="监测主题", no_args_is_help=True)
user_app = typer.Typer(help="登录账号", no_args_is_help=True)


@watch_app.command("add")
def add_watch(
    name: Annotated[str, typer.Argument(help="名称")],
    any_words: Annotated[str, typer.Option("--any", help="任一词，逗号分隔")] = "",
    all_words: Annotated[str, typer.Option("--all", help="必含词，逗号分隔")] = "",
    none_words: Annotated[str, typer.Option("--none", help="排除词，逗号分隔")] = "",
    accounts: Annotated[str, typer.Option("--account", help="自有微博账号的数字编号，逗号分隔")] = "",
    papers: Annotated[str, typer.Option("--paper", help="关注的公众号的名称，逗号分隔")] = "",
    channels: Annotated[list[Channel] | None, typer.Option("--channel", help="渠道，可重复；默认微博和微信")] = None,
) -> None:
    """新建监测主题。"""
    start.ready()
    row = Watch(
        name=name,
        any_words=_lines(any_words),
        all_words=_lines(all_words),
        none_words=_lines(none_words),
        accounts=_lines(accounts),
        papers=_lines(papers),
    )
    if channels:
        row.channels = [channel.value for channel in channels]
    try:
        row.full_clean()
    except ValidationError as trouble:
        raise Trouble("；".join(trouble.messages) + "。例：yuqing watch add 青鹭出行 --any 青鹭出行,青鹭打车") from None
    row.save()
    say(f"已建立监测主题“{name}”")


@watch_app.command("list")
def list_watches() -> None:
    """列出监测主题。"""
    start.ready()
    for row in Watch.objects.all():
        say(f"{'启用' if row.active else '停用'}  {row.name}  任一词：{'、'.join(row.noun().any_words) or '—'}")


@user_app.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="登录名")],
    email: Annotated[str, typer.Option(help="邮箱；填写后同时登记为可通知的人员")] = "",
    role: Annotated[Role, typer.Option(help="职务")] = Role.DUTY,
    admin: Annotated[bool, typer.Option("--admin", help="可进入后台管理")] = False,
    password: Annotated[str, typer.Option(prompt="密码", hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """新建登录账号。"""
    start.ready()
    made = make_user(name, password, email=email, role=role, admin=admin)
    say(f"已建立账号 {made.username}{'（管理员）' if admin else ''}")


def make_user(name: str, password: str, *, email: str, role: Role, admin: bool) -> User:
    """A user that may act on alerts and incidents, and a person to tell where an address is given; raises Trouble."""
    if User.objects.filter(username=name).exists():
        raise Trouble(f"账号 {name} 已经存在；改密码请进后台“用户”")
    user = User(username=name, email=email, is_staff=admin, is_superuser=admin)
    try:
        validate_password(password, user)
    except ValidationError as trouble:
        raise Trouble("密码不合要求：" + "；".join(trouble.messages)) from None
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get(name=DUTY_GROUP))
    if email:
        Person.objects.update_or_create(email=email, defaults={"name": name, "role": role.value, "user": user})
    return user


def rebuild_rollups() -> None:
    """从帖文重新计算全部汇总。"""
    start.ready()
    say(f"汇总 {rollups.rebuild()} 行")


def _lines(words: str) -> str:
    return "\n".join(part.strip() for part in words.replace("，", ",").split(",") if part.strip())
