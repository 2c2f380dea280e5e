"""Pages whose content a script would fill in; only their title tells them apart."""

SHELL = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<script src="//h5.sinaimg.cn/m/weibo-pro-next/assets/index.drill.js" type="module"></script></head>
<body><div id="app"></div></body></html>
"""


def shell(title: str) -> str:
    """An empty page with a title."""
    return SHELL.format(title=title)
