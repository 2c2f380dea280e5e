"""Who wins where a text holds us beside a rival: 还是隔壁好 is against us, 比隔壁强多了 is not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

OTHERS = ("隔壁", "别家", "别人家", "另一家", "友商", "竞品", "对家", "其他家", "其他平台", "别的平台", "别的牌子")
BETTER = (
    "强|好|快|便宜|香|靠谱|良心|舒服|省心|稳|划算|顺手|好用|好吃|实惠|贴心|清楚|顺畅|像样|人性化|大气|厚道|干净|耐用"
)
WORSE = "差|贵|慢|烂|难用|坑|卡|垃圾|麻烦|难吃|糟|离谱|抠|破|恶心|费劲|拉胯|黑|乱|吵|脏|难喝|拖"
BEATS = "吊打|秒杀|碾压|完爆|甩开?|打趴|完胜|领先"
DOUBT = r"(?<!没)(?<!不)(?<!未必)(?<!不见得)(?<!好像不)(?<!哪里)(?<!凭什么)"
NOT_REALLY = r"(?!到哪|不了|不到|不少吗|得到哪|多少吗|吗)"
NEAR = "[^，。！？,.!?；;]"


@dataclass(frozen=True)
class Comparison:
    """The patterns for one set of names: against us, and in our favour."""

    against: re.Pattern[str]
    favour: re.Pattern[str]


def comparison(brands: Iterable[str], rivals: Iterable[str]) -> Comparison:
    """Patterns over normalised text; rivals and words such as 隔壁 stand for the other side."""
    ours = _any((*map(re.escape, brands), "你们家?", "你家", "这家", "咱家"))
    theirs = _any((*map(re.escape, rivals), *OTHERS))
    against = (
        rf"(?:还是|还不如|早知道|宁可|宁愿|果断|已经|这就|马上|准备|决定|打算){NEAR}{{0,6}}{theirs}{NEAR}{{0,6}}(?:{BETTER}|吧|了|去)",
        rf"(?:换成?|转投|投奔|改用|改买|转去|跳槽去){theirs}",
        rf"(?:不如|比不上|比不过|打不过|赶不上|输给){NEAR}{{0,3}}{theirs}",
        rf"{theirs}{NEAR}{{0,8}}(?:{BEATS}){NEAR}{{0,4}}{ours}",
        rf"{theirs}{NEAR}{{0,4}}比{ours}{NEAR}{{0,6}}(?:{BETTER})",
        rf"{DOUBT}比{theirs}{NEAR}{{0,5}}(?:{WORSE})",
        rf"(?:没有?|不及|没){theirs}{NEAR}{{0,4}}(?:{BETTER}|一半)",
        rf"{theirs}{NEAR}{{0,6}}(?:就不会|从不会|从来不会|从来没|都不会|可不会|就没有?这|就没见)",
        rf"被{theirs}{NEAR}{{0,4}}(?:{BEATS})",
        rf"(?:学学|看看人家|向){theirs}{NEAR}{{0,6}}(?:吧|学学|学习|怎么)",
        rf"(?<!比)(?<!像){theirs}{NEAR}{{0,4}}(?:{BETTER})(?:多了|太多|一万倍|百倍)",
        rf"人家{theirs}{NEAR}{{0,10}}(?:{BETTER}|早就|都)",
    )
    favour = (
        rf"{DOUBT}比{theirs}{NEAR}{{0,6}}(?:{BETTER}){NOT_REALLY}",
        rf"{theirs}{NEAR}{{0,6}}(?:不如|比不上|比不过|比不了|赶不上|输给){NEAR}{{0,3}}{ours}",
        rf"{ours}{NEAR}{{0,8}}(?:{BEATS}){NEAR}{{0,4}}{theirs}",
        rf"{theirs}{NEAR}{{0,4}}比{ours}{NEAR}{{0,5}}(?:{WORSE})",
        rf"(?:不像|哪像){theirs}",
        rf"(?:还是|换成?|换回|回归|改用|转投|投奔|选){NEAR}{{0,4}}{ours}{NEAR}{{0,6}}(?:{BETTER})",
        rf"(?:换成?|换回|回归|改用|转投|投奔){ours}",
        rf"{theirs}{NEAR}{{0,12}}(?:{WORSE}){NEAR}{{0,8}}，?{NEAR}{{0,4}}(?:还是|幸好|还好){NEAR}{{0,6}}{ours}",
    )
    return Comparison(re.compile("|".join(against)), re.compile("|".join(favour)))


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"
