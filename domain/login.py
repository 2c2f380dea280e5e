"""A log-in by QR code."""

from domain.shown import Shown


class LoginState(Shown):
    """How far a log-in by QR code has come."""

    ASKED = "asked", "正在向微博要二维码"
    SHOWN = "shown", "请用微博手机客户端扫码"
    SCANNED = "scanned", "已扫码，请在手机上点“确认登录”"
    DONE = "done", "登录成功"
    EXPIRED = "expired", "二维码已过期，请重新获取"
    FAILED = "failed", "没有登录成功"


ENDED_LOGINS = frozenset({LoginState.DONE, LoginState.EXPIRED, LoginState.FAILED})
