"""Proxies as people may see them."""

from urllib.parse import urlsplit


class BadProxy(ValueError):
    """An address that no request can go through; the message says how to write one, never the address."""


def shown_proxy(proxy: str) -> str:
    """Host and port, never user and password."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = parts.port or 80
    except ValueError:
        return "未知"
    return f"{parts.hostname or '未知'}:{port}"


def checked_proxy(proxy: str) -> str:
    """The address as it may be used; raises BadProxy."""
    bare = proxy.strip()
    if not bare:
        return ""
    try:
        parts = urlsplit(bare)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port
    except ValueError:
        good = False
    if not good or any(mark.isspace() for mark in bare):
        raise BadProxy("代理地址应写作 http://用户:密码@主机:端口（用户和密码可省略）；不支持 socks")
    return bare
