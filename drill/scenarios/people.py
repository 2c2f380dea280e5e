"""Invented accounts."""

import random

from drill.scenario import Account, Badge

FIRST = (
    *(
        "小鹿",
        "阿泽",
        "橙子",
        "北岸",
        "柚子",
        "山野",
        "木木",
        "拾光",
        "夏天",
        "鲸落",
        "糖罐",
        "老陈",
        "芝麻",
        "南风",
        "果冻",
    ),
    *(
        "云边",
        "长街",
        "豆包",
        "青柠",
        "晚星",
        "江湖",
        "米粒",
        "大力",
        "阿May",
        "Kiki",
        "Leo",
        "momo",
        "七喜",
        "栗子",
        "土豆",
    ),
)
LAST = (
    *(
        "不加班",
        "在路上",
        "的日记",
        "今天吃什么",
        "爱跑步",
        "_",
        "er",
        "酱",
        "同学",
        "睡不醒",
        "想退休",
        "_2000",
        "-Lin",
    ),
    *("喝拿铁", "的猫", "修电脑", "看世界", "在江城", "啊啊啊", "2023", "要暴富", "慢慢来", "本人", "呀"),
)
MEDIA = ("江城晚报", "云州都市频道", "交通广播928", "临川日报", "消费观察网", "南屿新闻坊")
OFFICIAL = ("青鹭出行", "青鹭出行客服")
LOUD = ("车圈老周", "打工人阿凯", "江城吃喝玩乐", "测评君大白")


class People:
    """A town of accounts: many that nobody knows, some papers, the brand's own, a few with many readers."""

    def __init__(self, rng: random.Random, size: int = 900) -> None:
        self.rng = rng
        uids = rng.sample(range(1_600_000_000, 7_900_000_000), size + 20)
        names = rng.sample([f"{first}{last}" for first in FIRST for last in LAST], 600)
        self.crowd = [
            Account(uid=uid, name=self._name(names, number), badge=self._badge())
            for number, uid in enumerate(uids[:size])
        ]
        rest = iter(uids[size:])
        self.media = [Account(uid=next(rest), name=name, badge=Badge.BLUE) for name in MEDIA]
        self.official = [Account(uid=next(rest), name=name, badge=Badge.BLUE) for name in OFFICIAL]
        self.loud = [
            Account(uid=next(rest), name=name, badge=badge)
            for name, badge in zip(LOUD, (Badge.GOLD, Badge.YELLOW, Badge.GOLD, Badge.YELLOW), strict=True)
        ]

    def anyone(self) -> Account:
        """Somebody from the crowd."""
        return self.rng.choice(self.crowd)

    def _name(self, names: list[str], number: int) -> str:
        return names[number] if number < len(names) else f"用户{self.rng.randrange(10**9, 10**10)}"

    def _badge(self) -> Badge:
        return Badge.YELLOW if self.rng.random() < 0.04 else Badge.NONE
