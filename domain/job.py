"""One run of one job, scheduled or asked for."""

from domain.shown import Shown


class JobName(Shown):
    """Everything that runs by itself or on request."""

    CRAWL = "crawl", "采集"
    TIMELINES = "timelines", "账号微博采集"
    THREADS = "threads", "评论转发采集"
    READINGS = "readings", "热度复查"
    PROFILES = "profiles", "作者资料"
    HOT = "hot", "热搜榜"
    ARTICLES = "articles", "公众号文章读取"
    ALBUMS = "albums", "公众号专辑"
    FEEDS = "feeds", "桥接订阅"
    CANARY = "canary", "途径巡检"
    INBOX = "inbox", "公众号消息整理"
    OWN_COMMENTS = "own_comments", "自家文章评论"
    OWN_ARTICLES = "own_articles", "自家文章与数据"
    OWN_SERVICE = "own_service", "客服消息"
    SCORE = "score", "情感判定"
    TOPICS = "topics", "话题发现"
    EVALUATE = "evaluate", "预警评估"
    TELL = "tell", "发送通知"
    ESCALATE = "escalate", "逐级上报"
    REPORT = "report", "生成日报"
    HOUSEKEEPING = "housekeeping", "日常清理"
    SESSIONS = "sessions", "账号巡检"
    BACKTEST = "backtest", "规则试算"
    LOGIN = "login", "扫码登录"
    MAIL_IN = "mail_in", "收取上报邮件"


ON_REQUEST = frozenset({JobName.LOGIN})
"""Jobs that the schedule never runs."""
DAILY = frozenset({JobName.REPORT, JobName.HOUSEKEEPING, JobName.BACKTEST})
"""Jobs that run once a day at a time of the clock."""


class JobState(Shown):
    """How far a run has come; LOST is a run whose process died under it."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "运行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"
    LOST = "lost", "进程中断"
