"""How the console's shell looks; read by Django's settings, so it may import nothing of Django's models."""

from typing import TYPE_CHECKING

from django.templatetags.static import static
from django.urls import reverse_lazy

if TYPE_CHECKING:
    from django.http import HttpRequest

STEEL = {
    "50": "#f3f7fa",
    "100": "#e3ecf4",
    "200": "#c8d8e7",
    "300": "#9fbad2",
    "400": "#6e96b9",
    "500": "#4a78a0",
    "600": "#365f85",
    "700": "#2b4d6c",
    "800": "#26415a",
    "900": "#24384d",
    "950": "#172433",
}


def is_staff(request: "HttpRequest") -> bool:
    """Whether the links into the administration are shown."""
    return bool(getattr(request.user, "is_staff", False))


def _link(title: str, icon: str, name: str) -> dict[str, object]:
    """A link that everybody who is logged in may follow; `name` also tells which page it stands for."""
    return {"title": title, "icon": icon, "link": reverse_lazy(name)}


def _table(title: str, icon: str, model: str, app: str = "storage") -> dict[str, object]:
    """A link to one table of the administration, for those who may enter it."""
    link = reverse_lazy(f"admin:{app}_{model}_changelist")
    return {"title": title, "icon": icon, "link": link, "permission": is_staff}


NAVIGATION = [
    {
        "title": "舆情",
        "items": [
            {"title": "今天", "icon": "monitoring", "link": reverse_lazy("today"), "active": lambda r: r.path == "/"},
            _link("话题", "topic", "topics"),
            _link("帖文", "forum", "posts"),
            _link("预警", "notifications_active", "alerts"),
            _link("突发事件", "crisis_alert", "incidents"),
            _link("日报", "newspaper", "reports"),
            _link("采集来源", "sensors", "sources"),
            _link("上报来源", "campaign", "inbound"),
            _link("上报异常", "add_alert", "front-line-report"),
        ],
    },
    {
        "title": "设置",
        "separator": True,
        "items": [
            _table("监测主题", "visibility", "watch"),
            _table("人员", "group", "person"),
            _table("值班表", "calendar_month", "shift"),
            _link("预警规则", "tune", "rules"),
            _link("严重词", "warning", "critical-words"),
            _link("投诉类别用词", "label", "complaints"),
            _table("分级标准", "rule", "standard"),
            _table("账号", "manage_accounts", "user", "auth"),
            _table("权限组", "shield_person", "group", "auth"),
        ],
    },
    {
        "title": "记录",
        "separator": True,
        "items": [
            _table("采集记录", "travel_explore", "crawl"),
            _table("存证页面", "inventory_2", "keptpage"),
            _table("任务", "schedule", "jobrun"),
            _table("通知", "outgoing_mail", "notice"),
        ],
    },
]

UNFOLD: dict[str, object] = {
    "SITE_TITLE": "舆情监测",
    "SITE_HEADER": "舆情监测",
    "SITE_SUBHEADER": "看见 · 定级 · 处置 · 留痕",
    "SITE_SYMBOL": "radar",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda _: static("console/favicon.svg")},
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "STYLES": [lambda _: static("console/yuqing.css")],
    "BORDER_RADIUS": "8px",
    "COLORS": {"primary": STEEL},
    "SIDEBAR": {
        "show_search": False,
        "command_search": False,
        "show_all_applications": False,
        "navigation": NAVIGATION,
    },
}
