"""What a person can do about a source that is not well, by what it is and how it stands."""

from collections.abc import Mapping

from domain.source import SourceKind, SourceState

BRIDGE = (
    "请打开桥接的管理页，看它的登录是否失效、订阅的公众号是否还在发文；微信 2026 年 7 月底关闭了他人公众号的文章列表，"
    "靠它的桥接会照常答复却再无新内容，那就换一种桥接，或改用文章搜索"
)
CURES: Mapping[tuple[SourceKind, SourceState], str] = {
    (SourceKind.FEED, SourceState.STALE): BRIDGE,
    (SourceKind.FEED, SourceState.UNAUTHORISED): "请核对订阅地址里的密钥，在后台“桥接订阅”里换成新的地址",
    (
        SourceKind.FEED,
        SourceState.CHANGED,
    ): "请在浏览器里打开订阅地址，看给出的是不是订阅；地址变了就在后台“桥接订阅”里更换",
    (
        SourceKind.FEED,
        SourceState.REFUSED,
    ): "请查看说明：转到别的主机的，换成新的订阅地址；验证页或拒绝访问的，到桥接一侧处理",
    (SourceKind.FEED, SourceState.NO_ANSWER): "请确认桥接正在运行，本机能连到它",
    (
        SourceKind.ARTICLES,
        SourceState.STALE,
    ): "请用监测词到搜狗微信搜一次核对：可能是索引滞后，也可能是结果被屏蔽或监测词失效",
    (
        SourceKind.ARTICLES,
        SourceState.REFUSED,
    ): "请等两小时冷却后再看；系统已停下，不会代做验证，也可以先用订阅或链接清单补上",
    (SourceKind.OFFICIAL, SourceState.STALE): "请登录公众平台核对近日有没有新文章和留言；若有，请检查接口权限",
    (
        SourceKind.OFFICIAL,
        SourceState.REFUSED,
    ): "请按说明里的错误码处理：45009 为当日调用次数用完，次日零点恢复，可减少询问次数",
    (
        SourceKind.OFFICIAL,
        SourceState.UNAUTHORISED,
    ): "请核对公众号的 AppID、AppSecret 和 IP 白名单，确认账号有这个接口的权限",
    (SourceKind.PUSH, SourceState.STALE): "请在公众平台“基本配置”里查看服务器配置是否仍启用、地址是否仍指向本系统",
    (SourceKind.SYSTEM, SourceState.STALE): "请让告警系统发一条测试告警，核对推送地址和口令",
    (SourceKind.FRONT_LINE, SourceState.STALE): "请与一线确认上报入口是否还在用",
    (SourceKind.MAIL_IN, SourceState.STALE): "请向上报邮箱发一封测试邮件，核对收信设置",
    (SourceKind.COMPLAINTS, SourceState.STALE): "请确认投诉数据的导出或推送仍在进行，必要时补导入缺的几天",
}
GENERAL: Mapping[SourceState, str] = {
    SourceState.STALE: "请核对这个来源是否仍在工作",
    SourceState.REFUSED: "对方拒绝了询问，请看说明，稍后再试",
    SourceState.CHANGED: "答复的格式不认识，请联系维护人员",
    SourceState.UNAUTHORISED: "请核对授权、密钥和白名单",
    SourceState.NO_ANSWER: "请检查网络和对方是否可达",
    SourceState.UNKNOWN: "记录还太少，看不出规律；可在后台“信息来源”里写明几小时内应有新内容",
}


def cure_for_source(kind: SourceKind, state: SourceState) -> str:
    """The sentence; empty for a source that is well."""
    return "" if state is SourceState.NORMAL else CURES.get((kind, state)) or GENERAL[state]
