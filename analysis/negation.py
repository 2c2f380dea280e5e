"""Whether words are said or unsaid: 没有泄露, 不是诈骗, 谨防诈骗, against 不是没有泄露 and 这不是诈骗是什么."""

import re

REACH = 10  # characters in front of the word that are looked at
NEGATORS = (
    "并不是|并非|不是|没有|不会|不可能|不存在|不至于|不算|不叫|从未|从不|从没|不曾|未曾|尚未|毫无|绝无|绝不|没|未|无|非|不|别"
    "|谨防|防止|防范|预防|严防|避免|杜绝|以免|免得|警惕|打击|严打|严查|远离|小心|防"
)
FILL = (
    "任何|所谓|发生过?|出现过?|存在|什么|涉嫌|一点儿?|半点|再|用户|客户|个人|大规模|严重|上述|被|有|过|的|要|去|说|到"
    "|因为|可能"
)
BEGIN_NEGATORS = frozenset("并不没未从毫绝无非别谨防预严避杜以免警打远小")
BEGIN_DENIALS = frozenset("的谣说传消言信一系是为属均纯全都不假子没误")
CHAIN = re.compile(rf"((?:(?:{NEGATORS})(?:{FILL})*)+)$")
NEGATOR = re.compile(NEGATORS)
CLAUSE = re.compile(r"[，。！？、,.!?;；:：~…\s]")
RHETORICAL = re.compile(r"(?:不是|不算|不叫|没有?)(?:什么|所谓|涉嫌)?$")
ASKS_BACK = re.compile(r"[^，。！,.!;；]{0,6}?(?:吗|么|嘛|是什么|还是什么|又是什么|是啥)")
DENIED = re.compile(
    r"(?:的?(?:谣言|说法|传闻|消息|传言|信息|一事|一说))?(?:系|是|为|属|均为|纯属|全是|都是)?"
    r"(?:不实|谣言|谣传|假的|假消息|子虚乌有|不存在|没有的事|误传)"
)


def unsaid(text: str, start: int, end: int) -> bool:
    """Whether the words text[start:end] are denied, ruled out or warned of where they stand.

    An even number of negations affirms again; one that only asks back (这不是诈骗吗) affirms too. What is looked at is
    the clause around the words, ten characters in front and some behind.
    """
    if text[end : end + 1] in BEGIN_DENIALS and DENIED.match(text, end):
        return True
    before = text[max(0, start - REACH) : start]
    if BEGIN_NEGATORS.isdisjoint(before):
        return False
    before = CLAUSE.split(before)[-1]
    chain = CHAIN.search(before)
    if chain is None:
        return False
    if len(NEGATOR.findall(chain[1])) % 2 == 0:
        return False
    return not (RHETORICAL.search(before) and ASKS_BACK.match(text[end : end + 12]))
