"""`yuqing run`: everything, until it is told to stop."""

from service import start
from service.commands.screen import say
from service.serve import open_port, scheduler, serve
from service.wiring import config


def run() -> None:
    """启动控制台和全部定时任务；Ctrl-C 停止。"""
    start.ready()
    conf = config()
    with open_port(conf.site.host, conf.site.port) as listening, scheduler(conf):
        serve(conf, listening, lambda: say(f"控制台：{conf.site.base_url}（Ctrl-C 停止）"))
    say("已停止")
