"""Which words can be searched for at all; a search engine answers nonsense to some, and says nothing."""

LONGEST = 40
INVISIBLE = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Spaces of all widths and letters of no width, as they come along when a word is copied from a page."""

QUOTES = "\"'“”‘’「」『』《》＂＇"


def trouble_with(query: str) -> str | None:
    """Why a query cannot be asked, as a sentence with its cure; None where it can.

    Refused are: a single letter or character (it is in half of all posts), more than 40 characters (no post holds them
    word for word), quotation marks around the whole (they would have to stand in the post), and a query without any
    letter or digit. All else, with # and emoji, is asked as it is.
    """
    word = query.strip(INVISIBLE)
    shown = word if len(word) <= LONGEST else f"{word[:LONGEST]}…"
    if not any(letter.isalnum() for letter in word):
        return f"监测词“{shown}”里没有文字，平台无法搜索；请写上品牌或产品的名称"
    if len(word) > 1 and word[0] in QUOTES and word[-1] in QUOTES:
        return f"监测词{shown}带有引号，会被当作正文的一部分而搜不到；请去掉两端的引号"
    if len(word.strip("#")) == 1:
        return f"监测词“{shown}”只有一个字，搜索结果几乎全不相干；请写全称，或在“必含词”里再加一个词"
    if len(word) > LONGEST:
        return f"监测词“{shown}”连同必含词超过 {LONGEST} 个字，没有帖文会逐字写出；请拆成几个短词"
    return None
