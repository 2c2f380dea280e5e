"""Words that name nothing that is spoken of, though a corpus holds them rare: quantities, questions, grammar, hours.

`EMPTY` was gathered from the words that 60,000 reposts and comments were given as keys, by their class in jieba's
dictionary (adverbs, pronouns, numerals, times), each read by a person. What follows a pattern is told by the pattern.
"""

import re

EMPTY = frozenset(
    """
    分钟 小时 秒钟 钟头 公里 平米 块钱 好多 多久 多少钱 很少 好几 一辈子 一路 一半 一下子 一个多月 不至于 差不多
    没什么 没事儿 没人 有点儿 有意思 有时候 有事 怎么办 怎么回事 怎么着 干什么 干嘛 为啥 啥事 啥子 啥时候 何以 永远
    快点 早点 赶紧 赶快 尽快 早日 快要 居然 反正 难道 毕竟 真心 简直 早就 再也 从来 从未 到处 随便 非得 故意 依旧
    反而 从此 更好 只不过 接下来 说实话 好不容易 您们 自我 本人 那位 那天 那年 这时候 这么久 此刻 此处 多么 别怕
    要说 明天 今晚 昨晚 早上 中午 傍晚 深夜 凌晨 夜里 当初 平时 过后 年前 月底 月初 上周 下周 瞬间
    """.split()  # noqa: SIM905
)

_NUMERALS = "零一二两三四五六七八九十百千万亿几半多整每第某"
_MEASURES = "个条笔次辆位名张件块秒天周月年岁日米斤句段场趟遍回番群批堆份杯碗瓶袋箱间只颗粒片根支双套种样类些点下阵例"
_PATTERN = re.compile(
    rf"""
    [{_NUMERALS}]+[{_MEASURES}][车人天]?  # 一笔, 第一名, 一辆车
    | [{_NUMERALS}]*[十百千万亿]          # 两百万
    | (.)[不没]\1.?                      # 是不是, 能不能, 有没有用
    | 不[了上到出起着来下动住去进成完]      # what is left of 取消不了 where it was cut in two
    """,
    re.VERBOSE,
)


def is_empty(word: str) -> bool:
    """Whether a word names nothing that could be a topic."""
    return word in EMPTY or _PATTERN.fullmatch(word) is not None
