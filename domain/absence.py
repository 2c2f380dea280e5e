"""A post that was there and is no more."""

from dataclasses import dataclass

from domain.post import Channel
from domain.shown import Shown


class Absence(Shown):
    """Why the platform shows a notice in the place of a post."""

    DELETED = "deleted", "已删除"
    REMOVED = "removed", "因投诉或违规被平台删除"
    HIDDEN = "hidden", "作者设为不可见"
    ACCOUNT = "account", "账号被封或注销"
    UNKNOWN = "unknown", "不存在或看不到"


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A notice in the place of a post; `native_id` is None where it does not say of which, `words` is the notice."""

    channel: Channel
    native_id: str | None
    why: Absence
    words: str
