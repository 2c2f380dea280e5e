"""Which addresses that a site names are followed."""

from urllib.parse import urlsplit

from crawlers.order import Sites
from crawlers.routes import Host
from domain.identity import CookieDomain

OURS = ("weibo.com", "weibo.cn", "sina.com.cn", "sina.cn")


def is_trusted(url: str, sites: Sites) -> bool:
    """Whether an address lies at Weibo: over TLS at its domains, or at a host as the configuration names it."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in {sites.address(each) for each in Host}:
        return True
    return parts.scheme == "https" and any(host == ours or host.endswith(f".{ours}") for ours in OURS)


def is_mobile(url: str) -> bool:
    """Whether an address, or the domain that it speaks of, is that of the phone edition."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return host.endswith(f".{CookieDomain.WEIBO_CN}") or f"domain={CookieDomain.WEIBO_CN}" in parts.query
