"""What a post speaks of: its hashtags and its most telling words."""

from collections.abc import Sequence
from functools import cache
from itertools import compress

from analysis.empty_words import is_empty
from analysis.native import BUILT
from analysis.quiet_jieba import FOLDER
from analysis.sentiment.bayes import snownlp_stop_words

if BUILT:
    from analysis import heaviest

MOST_KEYS = 6
MOST_WORDS = 5
MOST_KEPT = 131_072
LONGEST_WORD = 20
LEAST_IDF = 6.0  # below it stand words of every day: 昨天 5.9, 真的 5.6; 支付 has 6.2, 客服 8.7
PLATFORM_WORDS = frozenset(
    """
    微博 围脖 微评 视频 网页 链接 全文 展开 收起 转发 快转 转评 评论 点赞 收藏 回复 分享 直播 图片 超话 话题 关注 博主
    网友 抽奖 客户端 公众号 小程序 阅读 原文 doge http https com www Repost repost
    """.split()  # noqa: SIM905
)


class KeyChooser:
    """Chooses the keys of posts; `own` words (a watch's) are none, neither as words nor as tags."""

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self._own, self._weights = own, _Weights(own)

    def choose(self, tokens: Sequence[str], tags: Sequence[str] = ()) -> tuple[str, ...]:
        """At most six keys: the tags first, then up to five words by tf * idf, the most telling first.

        The words are those of `jieba.analyse.extract_tags` in its order, without what tells nothing: a word has two
        characters or more and a letter, and is no stop word, no word of every day, no quantity or grammar
        (`empty_words`) and no emoticon's name ([允悲]). A word that jieba's file does not hold counts as rare as its
        median.
        """
        if not tags:
            return tuple(self._words(tokens, MOST_WORDS))
        chosen = [tag for tag in dict.fromkeys(tags) if tag.strip("#") not in self._own][:MOST_KEYS]
        room = min(MOST_WORDS, MOST_KEYS - len(chosen))
        return (*chosen, *self._words(tokens, room)) if room else tuple(chosen)

    def _words(self, tokens: Sequence[str], most: int) -> list[str]:
        heard = _outside_emoticons(tokens) if "[" in tokens else tokens
        self._weights.make_room()
        if BUILT and (words := heaviest.heaviest_words(heard, self._weights, most)) is not None:
            return words
        return heaviest_words(heard, self._weights, most)


def heaviest_words(tokens: Sequence[str], weights: dict[str, float], most: int) -> list[str]:
    """Up to `most` tokens by the sum of their weights, of equal ones the first; those that weigh 0 are none.

    `heaviest`, where it is built, says the same in less time.
    """
    telling = list(compress(tokens, map(weights.__getitem__, tokens)))
    if len(set(telling)) == len(telling):
        return sorted(telling, key=weights.__getitem__, reverse=True)[:most]
    sums = dict.fromkeys(telling, 0.0)
    for word in telling:
        sums[word] += weights[word]
    return sorted(sums, key=sums.__getitem__, reverse=True)[:most]


class _Weights(dict[str, float]):
    """The weight of each word that was asked for; 0 where it tells nothing."""

    def __init__(self, own: frozenset[str]) -> None:
        super().__init__()
        self._none = own | PLATFORM_WORDS | snownlp_stop_words()

    def make_room(self) -> None:
        """Forget everything before it becomes too much."""
        if len(self) > MOST_KEPT:
            self.clear()

    def __missing__(self, word: str) -> float:
        idf, median = inverse_frequencies()
        weight = idf.get(word, median)
        self[word] = kept = weight if weight > LEAST_IDF and word not in self._none and _tells(word) else 0.0
        return kept


@cache
def inverse_frequencies() -> tuple[dict[str, float], float]:
    """The inverse document frequencies that jieba ships, and their median; read once per process."""
    told = (FOLDER / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    table = dict(zip(told[::2], map(float, told[1::2]), strict=True))
    return table, sorted(table.values())[len(table) // 2]


def _tells(word: str) -> bool:
    if not 2 <= len(word) <= LONGEST_WORD:
        return False
    if word[0] == word[-1] and len(set(word)) == 1:
        return False
    if is_empty(word):
        return False
    if word.isalpha() and not word.isascii():
        return True
    return sum(map(str.isalpha, word)) >= (3 if word.isascii() else 1)


def _outside_emoticons(tokens: Sequence[str]) -> list[str]:
    """Tokens that do not stand between [ and ] at most three tokens apart."""
    outside = []
    closes = 0
    for place, word in enumerate(tokens):
        if word == "[" and "]" in tokens[place + 1 : place + 5]:
            closes = tokens.index("]", place) + 1
        if place >= closes:
            outside.append(word)
    return outside
