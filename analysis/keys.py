"""What a post speaks of: its hashtags and its most telling words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from analysis.quiet_jieba import FOLDER
from analysis.sentiment.bayes import snownlp_stop_words

MOST_KEYS = 6
MOST_WORDS = 5
LONGEST_WORD = 20
LEAST_IDF = 6.0  # below it stand words of every day: 昨天 5.9, 真的 5.6; 支付 has 6.2, 客服 8.7
PLATFORM_WORDS = frozenset(
    """
    微博 视频 网页 链接 全文 展开 收起 转发 转评 评论 点赞 收藏 回复 分享 直播 图片 超话 话题 关注 博主 网友 抽奖 客户端
    公众号 小程序 阅读 原文 doge http https com www
    """.split()  # noqa: SIM905
)


def topic_keys(
    tokens: Sequence[str], *, tags: Iterable[str] = (), own: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """At most six keys: the tags first, then up to five words by tf * idf, the most telling first.

    A word has two characters or more and a letter, and is no stop word, no word of every day and no emoticon's name
    ([允悲]). Own words are no keys, tags neither. A word that jieba's file does not hold counts as rare as its median.
    """
    chosen = [tag for tag in dict.fromkeys(tags) if tag.strip("#") not in own][:MOST_KEYS]
    room = min(MOST_WORDS, MOST_KEYS - len(chosen))
    if not room:
        return tuple(chosen)
    idf, median = inverse_frequencies()
    counts = Counter(token for token in _outside_emoticons(tokens) if _tells(token) and token not in own)
    weights = {
        word: times * idf.get(word, median) for word, times in counts.items() if idf.get(word, median) > LEAST_IDF
    }
    chosen += sorted(weights, key=lambda word: (-weights[word], word))[:room]
    return tuple(chosen)


@cache
def inverse_frequencies() -> tuple[dict[str, float], float]:
    """The inverse document frequencies that jieba ships, and their median; read once per process."""
    lines = (FOLDER / "analyse" / "idf.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ") for line in lines)
    table = {word: float(idf) for word, idf in pairs}
    return table, sorted(table.values())[len(table) // 2]


@lru_cache(maxsize=65_536)
def _tells(word: str) -> bool:
    if not 2 <= len(word) <= LONGEST_WORD or word in snownlp_stop_words() or word in PLATFORM_WORDS:
        return False
    letters = sum(sign.isalpha() for sign in word)
    least = 3 if word.isascii() else 1
    return letters >= least and len(set(word)) > 1


def _outside_emoticons(tokens: Sequence[str]) -> Iterable[str]:
    """Tokens that do not stand between [ and ] at most three tokens apart."""
    closes = 0
    for place, word in enumerate(tokens):
        if word == "[" and "]" in tokens[place + 1 : place + 5]:
            closes = tokens.index("]", place) + 1
        if place >= closes:
            yield word
