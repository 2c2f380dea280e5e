"""What we look out for, and whether a text speaks of it."""

from dataclasses import dataclass

from domain.post import Channel

WHOLE_COMPANY = "全公司"


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A brand, product or person with its words; `key` is the id in the store.

    A text belongs to the watch when it holds one of `any_words` (or there are none), every one of `all_words` and
    none of `none_words`; letter case does not count. `accounts` are the ids of Weibo accounts whose posts belong to it
    whatever they say: one's own, above all. `papers` are names of WeChat accounts whose articles are searched for by
    account and word.
    """

    key: int
    name: str
    any_words: tuple[str, ...] = ()
    all_words: tuple[str, ...] = ()
    none_words: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = (Channel.WEIBO, Channel.WECHAT)
    rivals: tuple[str, ...] = ()
    department: str = ""
    accounts: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    def has_words(self) -> bool:
        """Whether anything can be searched for at all."""
        return bool(self.any_words or self.all_words)

    def matches(self, text: str) -> bool:
        """Whether a text speaks of what we look out for."""
        low = text.casefold()
        if any(word.casefold() in low for word in self.none_words):
            return False
        if not all(word.casefold() in low for word in self.all_words):
            return False
        return not self.any_words or any(word.casefold() in low for word in self.any_words)

    def paper_queries(self) -> tuple[tuple[str, str], ...]:
        """(account, search term) for every paper and word: a name alone finds who mentions it, not what it wrote."""
        return tuple((paper, f"{paper} {query}") for paper in self.papers for query in self.queries())

    def queries(self) -> tuple[str, ...]:
        """Search terms that together find every matching post: one for each of `any_words`, with `all_words` added."""
        rest = " ".join(self.all_words)
        if not self.any_words:
            return (rest,) if rest else ()
        return tuple(f"{word} {rest}".strip() for word in self.any_words)
