"""Foreign text made harmless for a mail: one line, shortened, with links that no client turns into links."""

import re

from alerts.wording import one_line

_SCHEME = re.compile(r"(?i)\b(h)tt(ps?)(?=:)")
_HOST = re.compile(r"(?i)(?<=[a-z0-9])\.(?=[a-z0-9-]*[a-z])")
LONGEST_TEXT = 120
LONGEST_LINK = 200


def quoted(text: str, limit: int = LONGEST_TEXT) -> str:
    """Words of a post, for showing: control characters gone, at most `limit` characters, links defanged."""
    return defanged(one_line(text, limit))


def defanged(text: str) -> str:
    """hxxps://weibo[.]com: people can read it, mail clients and thumbs cannot follow it."""
    return _HOST.sub("[.]", _SCHEME.sub(r"\1xx\2", text))
