"""What the article host shows in the place of an article: what became of it, or the check of the visitor."""

from drill.scenario import Fate

STATE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head><body>
<div class="weui-msg"><div class="weui-msg__text-area"><div class="weui-msg__title warn">{words}</div></div></div>
<div class="weui-footer"><p class="weui-footer__links">微信公众平台运营中心</p></div>
</body></html>
"""
VERIFY = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title>
<script>var PAGE_MID='mmbizwap:secitptpage/verify.html';</script></head>
<body><div class="weui-msg"></div><script>window.cgiData = { cap_sid: '1', poc_token: 'x' };</script></body></html>
"""
TRANSFERRED = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head><body>
<div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title">该公众号已迁移</h2>
<p class="weui-msg__desc">该公众号已迁移至新的帐号，原帐号已回收。</p></div></div>
<script>var transferTargetLink = '{target}' || '';</script></body></html>
"""
VERIFY_WORDS = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title></title></head><body>
<div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title">环境异常</h2>
<p class="weui-msg__desc">当前环境异常，完成验证后即可继续访问。</p></div><a id="js_verify">去验证</a></div>
<script>var PAGE_MID='mmbizwap:secitptpage/verify.html';</script></body></html>
"""
OLD_VERIFY = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>验证</title></head><body><script>
document.write('<div class="page_msg"><h4>验证身份</h4><p>访问过于频繁，请用微信扫描二维码进行访问</p></div>');
</script></body></html>
"""
EXPIRED, BAD_LINK = "链接已过期", "参数错误"
STATES = {
    Fate.DELETED: "该内容已被发布者删除",
    Fate.REMOVED: "此内容因违规无法查看",
    Fate.COMPLAINED: "此内容被投诉且经审核涉嫌侵权，无法查看",
    Fate.PRIVATE: "根据作者隐私设置，无法查看该内容",
    Fate.RUMOUR: "该文章已被第三方辟谣",
    Fate.BLOCKED: "此帐号已被屏蔽, 内容无法查看",
    Fate.NOT_NOW: "该内容暂时无法查看",
    Fate.REVIEW: "内容审核中",
}


def state_page(words: str) -> str:
    """A page that says one sentence."""
    return STATE.format(words=words)
