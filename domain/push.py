"""What a platform pushes to us by itself, and why a push is turned away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.shown import Shown


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One pushed message, proven genuine and not yet understood.

    `key` is the same for every repetition of a message. `body` is its XML or JSON in the clear. `stamp` is what the
    signature was made of where that proves nothing about the body: two messages never share one. None in safe mode.
    """

    account: str
    key: str
    sent_at: datetime
    stamp: str | None
    body: str = field(repr=False)


class Taken(Shown):
    """What became of a letter that was handed to the inbox."""

    NEW = "new", "新收"
    AGAIN = "again", "重复推送"
    REPLAYED = "replayed", "重放"


class Declined(Shown):
    """Why a push was turned away; nothing of it is kept but a count."""

    METHOD = "method", "请求方法不对"
    UNSIGNED = "unsigned", "缺少签名参数"
    NO_ECHOSTR = "no_echostr", "校验请求缺少 echostr"
    SIGNATURE = "signature", "签名不符"
    SKEW = "skew", "时间戳与本机时钟相差超过 5 分钟"
    TOO_LARGE = "too_large", "正文过大"
    UNREADABLE = "unreadable", "正文不是认得的 XML 或 JSON"
    DANGEROUS = "dangerous", "XML 里带有实体或 DTD 定义"
    UNDECRYPTABLE = "undecryptable", "密文解不开"
    RECEIVER = "receiver", "密文里的 AppID 不是本账号"
    IN_THE_CLEAR = "in_the_clear", "配置了 EncodingAESKey，来的却是明文"
    REPLAY = "replay", "同一个签名带来了另一条消息"
    BUSY = "busy", "没能在时限内写盘，未确认"


CURES: Mapping[Declined, str] = {
    Declined.METHOD: "推送地址只接受 GET 校验和 POST 消息；若是微信平台发来的，请核对后台填写的地址",
    Declined.UNSIGNED: "多半不是微信平台发来的；若来源地址属于微信，请核对后台填写的推送地址是否完整",
    Declined.NO_ECHOSTR: "多半是有人直接打开了推送地址，无需处理",
    Declined.SIGNATURE: "若在微信后台改过 Token，请把同样的 Token 写进配置；否则是外人在试探，已拒绝",
    Declined.SKEW: "请校准本机时钟（NTP）；时钟准确时仍出现，就是有人在重放旧消息，已拒绝",
    Declined.TOO_LARGE: "微信的消息只有几 KB；已拒绝，无需处理",
    Declined.UNREADABLE: "请在微信后台把消息格式设为 XML 或 JSON；仍出现请联系维护人员",
    Declined.DANGEROUS: "微信从不发送这样的 XML，是有人在试探，已拒绝，无需处理",
    Declined.UNDECRYPTABLE: "请核对配置里的 EncodingAESKey 与微信后台是否一致",
    Declined.RECEIVER: "请核对配置里的 AppID；也可能是把另一个公众号的推送指到了这里",
    Declined.IN_THE_CLEAR: "请在微信后台改为安全模式或兼容模式；确实要用明文，就把配置里的 aes_key 留空",
    Declined.REPLAY: "有人截获了推送并改了内容；请在微信后台改用安全模式",
    Declined.BUSY: "微信会在 5 秒后重推；持续出现请检查磁盘是否缓慢或已满",
}
"""What a person can do about pushes that were turned away."""
