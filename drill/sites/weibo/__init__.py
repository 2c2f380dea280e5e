"""The hosts of Weibo on loopback: one world, one clock, one register of identities behind six addresses."""

from drill.sites.weibo.site import WeiboSite

__all__ = ["WeiboSite"]
