"""The one configuration: yuqing.toml, overlaid by the environment, read once at start and refused where wrong.

Environment names are YUQING_<TABLE>__<KEY> (YUQING_MAIL__PASSWORD); a name that ends in _FILE gives a file to read the
value from. DATABASE_URL is taken as well. YUQING_CONFIG names the file, YUQING_DIR the folder of state.
"""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from crawlers.pages.wechat_seal import BadAesKey, aes_key_of

PREFIX = "YUQING_"
RESERVED = frozenset({"YUQING_CONFIG", "YUQING_DIR"})

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+")]


class Table(BaseModel):
    """One table of the file; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Site(Table, title="控制台在哪里、以什么名义提供服务"):
    """Where the console is served."""

    organisation: str = Field("本公司", description="公司名称，写在邮件和日报抬头")
    host: str = Field("127.0.0.1", description="监听地址；0.0.0.0 表示对外开放")
    port: int = Field(8321, ge=1, le=65535, description="监听端口")
    base_url: WebAddress = Field(
        "http://127.0.0.1:8321", description="同事在邮件里点开的地址，以 http:// 或 https:// 开头"
    )
    secret_key: SecretStr = Field(SecretStr(""), description="签名密钥；留空则自动生成并存入数据目录")


class Database(Table, title="数据存在哪里"):
    """Where everything is kept."""

    url: SecretStr = Field(
        SecretStr(""), description="留空用数据目录里的 SQLite；或 postgresql://用户:密码@主机:5432/库名"
    )


class Mail(Table, title="发信服务器与发件人"):
    """The mail server and the sender."""

    host: str = Field("127.0.0.1", description="SMTP 服务器")
    port: int = Field(25, ge=1, le=65535, description="SMTP 端口")
    user: str = Field("", description="用户名，可空")
    password: SecretStr = Field(SecretStr(""), description="密码；建议用环境变量 YUQING_MAIL__PASSWORD_FILE 指向文件")
    security: Literal["none", "starttls", "tls"] = Field("none", description="none、starttls 或 tls")
    timeout: int = Field(30, ge=1, le=300, description="超时秒数")
    sender: str = Field("舆情监测 <yuqing@localhost>", description="发件人")
    fallback: list[str] = Field(default_factory=list, description="值班表有空档时通知谁（邮箱列表）")


class Schedule(Table, title="什么时候自动做什么"):
    """When things run by themselves."""

    crawl_minutes: int = Field(10, ge=1, le=1440, description="每隔几分钟采集一轮")
    score_seconds: int = Field(30, ge=2, le=3600, description="每隔几秒判定新帖")
    evaluate_minutes: int = Field(5, ge=1, le=60, description="每隔几分钟评估预警")
    tell_seconds: int = Field(10, ge=2, le=600, description="每隔几秒发送待发通知")
    report_at: Clock = Field("08:00", description="每天几点生成昨日日报，写作 HH:MM")
    second_search_minutes: int = Field(30, ge=0, le=1440, description="每隔几分钟用手机版搜索补一轮；0 表示不用")
    timelines_minutes: int = Field(30, ge=0, le=1440, description="每隔几分钟采集自有账号的微博；0 表示不采")
    threads_minutes: int = Field(60, ge=0, le=1440, description="每隔几分钟采集重要帖文的评论和转发；0 表示不采")
    readings_minutes: int = Field(
        10, ge=0, le=1440, description="每隔几分钟复查重要帖文（热度、全文、是否还在、存证）；0 表示不查"
    )
    profiles_minutes: int = Field(
        30, ge=0, le=1440, description="每隔几分钟查一次负面帖文作者的粉丝数和认证；0 表示不查"
    )
    hot_minutes: int = Field(10, ge=0, le=1440, description="每隔几分钟读一次热搜榜；0 表示不读")
    articles_minutes: int = Field(10, ge=0, le=1440, description="每隔几分钟读取排队的公众号文章；0 表示不读")
    albums_minutes: int = Field(60, ge=0, le=1440, description="每隔几分钟查看一次公众号专辑；0 表示不看")
    feeds_minutes: int = Field(30, ge=0, le=1440, description="每隔几分钟读一遍桥接订阅；0 表示不读")
    canary_hours: int = Field(6, ge=0, le=168, description="每隔几小时把每条采集途径各问一次，看是否改版；0 表示不问")
    own_comments_minutes: int = Field(10, ge=0, le=1440, description="每隔几分钟读一次自家文章的新评论；0 表示不读")
    own_articles_minutes: int = Field(
        60, ge=0, le=1440, description="每隔几分钟读一次公众号已发布列表和图文数据；0 表示不读"
    )
    own_service_minutes: int = Field(5, ge=0, le=1440, description="每隔几分钟读一次客服聊天记录和微信客服；0 表示不读")
    keep_posts_days: int = Field(730, ge=30, description="帖文保留天数；预警引用的帖文不删")
    keep_pages_days: int = Field(90, ge=1, description="存证页面保留天数")
    keep_proofs_days: int = Field(730, ge=1, description="预警帖文原始存证保留天数")
    keep_profiles_days: int = Field(30, ge=1, description="作者资料（粉丝数、认证）保留天数")
    keep_hot_days: int = Field(400, ge=1, description="热搜名次保留天数")


class Weibo(Table, title="微博采集"):
    """Weibo: where its hosts are and who we are there."""

    search_url: WebAddress = Field("https://s.weibo.com", description="微博搜索地址")
    web_url: WebAddress = Field("https://weibo.com", description="微博网页版地址")
    mobile_url: WebAddress = Field("https://m.weibo.cn", description="微博手机版地址")
    passport_url: WebAddress = Field("https://passport.weibo.com", description="微博通行证地址（访客身份与扫码登录）")
    visitor_url: WebAddress = Field("https://visitor.passport.weibo.cn", description="微博手机版访客地址")
    login_url: WebAddress = Field("https://login.sina.com.cn", description="新浪登录地址（续期）")
    cookie: SecretStr = Field(
        SecretStr(""), description="登录账号的 .weibo.com Cookie，至少含 SUB；一般不必填，用“采集来源”页扫码登录即可"
    )
    mobile_cookie: SecretStr = Field(SecretStr(""), description="登录账号的 .weibo.cn Cookie（m.weibo.cn），可空")
    cookie_file: str = Field("", description="浏览器导出的 Cookie 文件（cookies.txt、JSON 或一行 Cookie），可空")
    proxy: SecretStr = Field(
        SecretStr(""), description="微博请求默认经过的代理，写作 http://用户:密码@主机:端口；留空直连"
    )
    delay: float = Field(10.0, ge=0, description="两次请求之间的秒数")
    daily_budget: int = Field(6000, ge=0, description="每个身份每天最多请求几次，用完留待次日；0 为不限")
    canary_account: str = Field(
        "2803301701", pattern=r"^\d{5,20}$", description="途径巡检用来核对的账号编号，须是常年更新的公开账号"
    )
    canary_post: str = Field("", description="途径巡检用来核对的帖文编号；留空由系统挑选")
    heat_line: int = Field(500, ge=1, description="转发、评论、赞之和达到多少算重要帖文，采集其评论转发并复查")
    extra_requests_a_run: int = Field(60, ge=1, description="评论、转发、复查等附加采集每次最多请求几次")
    extra_requests_each: int = Field(10, ge=1, description="附加采集对一条帖文或一个账号最多请求几次")
    extra_requests_a_day: int = Field(1500, ge=0, description="附加采集每天合计最多请求几次")


class WeChat(Table, title="公众号文章"):
    """The public article search, and the host of the articles."""

    search_url: WebAddress = Field("https://weixin.sogou.com", description="公众号文章搜索地址")
    article_url: WebAddress = Field("https://mp.weixin.qq.com", description="公众号文章地址")
    delay: float = Field(30.0, ge=0, description="搜索时两次请求之间的秒数")
    article_delay: float = Field(8.0, ge=0, description="读取排队的文章和专辑时两次请求之间的秒数")
    articles_a_run: int = Field(60, ge=1, description="每次最多读取几篇排队的文章")
    feed_delay: float = Field(2.0, ge=0, description="对同一桥接的两次请求之间的秒数")


def _aes_key(written: SecretStr) -> SecretStr:
    """Empty or an EncodingAESKey; the words of the error name the cure."""
    if written.get_secret_value():
        try:
            aes_key_of(written.get_secret_value())
        except BadAesKey as trouble:
            raise PydanticCustomError("aes_key", "{why}", {"why": str(trouble)}) from None
    return written


AesKey = Annotated[SecretStr, AfterValidator(_aes_key)]


class OfficialAccount(Table, title="自有公众号：官方接口、消息推送、微信客服"):
    """The own account: its interfaces and what it pushes."""

    appid: str = Field(
        "", pattern=r"^(wx[0-9A-Za-z]{6,30})?$", description="公众号的 AppID，以 wx 开头；留空表示不用官方接口"
    )
    secret: SecretStr = Field(
        SecretStr(""), description="公众号的 AppSecret；建议用 YUQING_OFFICIAL_ACCOUNT__SECRET_FILE 指向文件"
    )
    name: str = Field("自有公众号", description="公众号名称，写在来源和采集记录里")
    watch: str = Field("", description="这个公众号的评论、私信归入哪个监测主题（填主题名称）")
    biz: str = Field(
        "",
        pattern=r"^[0-9A-Za-z+/=]{0,64}$",
        description="公众号的 __biz（文章长链接里可见），填了才能认出其他途径采到的自家文章",
    )
    token: SecretStr = Field(SecretStr(""), description="消息推送的 Token，与微信后台一致；留空表示不接收推送")
    aes_key: AesKey = Field(SecretStr(""), description="消息推送的 EncodingAESKey（43 个字符）；明文模式留空")
    api_url: WebAddress = Field("https://api.weixin.qq.com", description="公众号接口地址")
    requests_a_run: int = Field(200, ge=1, le=5000, description="公众号接口每次采集最多请求几次")
    service_records: bool = Field(False, description="是否读取客服聊天记录（仅服务号，须已开通客服功能）")
    kf_corpid: str = Field("", pattern=r"^\w{0,64}$", description="微信客服的企业 ID；留空表示不用微信客服")
    kf_secret: SecretStr = Field(SecretStr(""), description="微信客服的 Secret")
    kf_token: SecretStr = Field(SecretStr(""), description="微信客服回调的 Token")
    kf_aes_key: AesKey = Field(SecretStr(""), description="微信客服回调的 EncodingAESKey（43 个字符）")
    kf_api_url: WebAddress = Field("https://qyapi.weixin.qq.com", description="企业微信接口地址")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """What belongs together is all there; the words of the error name what is missing."""
        missing = [
            words
            for needed, given, words in (
                (
                    self.appid or self.kf_corpid,
                    self.watch,
                    "填了 appid 或 kf_corpid，还要用 watch 写明归入哪个监测主题",
                ),
                (self.secret.get_secret_value(), self.appid, "填了 secret，还要填 appid"),
                (
                    self.token.get_secret_value(),
                    self.appid,
                    "填了 token，还要填 appid（用来核对消息是不是发给本账号的）",
                ),
                (self.aes_key.get_secret_value(), self.token.get_secret_value(), "填了 aes_key，还要填 token"),
                (self.kf_corpid, self.kf_secret.get_secret_value(), "填了 kf_corpid，还要填 kf_secret"),
                (self.kf_token.get_secret_value(), self.kf_corpid, "填了 kf_token，还要填 kf_corpid"),
                (
                    self.kf_token.get_secret_value(),
                    self.kf_aes_key.get_secret_value(),
                    "填了 kf_token，还要填 kf_aes_key（微信客服的回调总是加密的）",
                ),
            )
            if needed and not given
        ]
        if missing:
            raise PydanticCustomError("not_whole", "{why}", {"why": "；".join(missing)})
        return self


class Sources(Table, title="信息来源多久没有新内容算异常"):
    """When a source counts as silent."""

    stale_odds: int = Field(
        1000, ge=20, le=1_000_000, description="照以往规律，这样久没有新内容的机会小于几分之一才报警"
    )


class MailIn(Table, title="邮件上报：收信邮箱（不填 host 就不用）"):
    """The mailbox to which the front line writes."""

    host: str = Field("", description="IMAP 服务器；留空不收信")
    port: int = Field(993, ge=1, le=65535, description="IMAP 端口")
    user: str = Field("", description="邮箱登录名")
    password: SecretStr = Field(
        SecretStr(""), description="密码或授权码；建议用环境变量 YUQING_MAIL_IN__PASSWORD_FILE 指向文件"
    )
    security: Literal["none", "starttls", "tls"] = Field("tls", description="none、starttls 或 tls")
    folder: str = Field("INBOX", description="读哪个文件夹")
    allowed_senders: list[str] = Field(
        default_factory=list, description="只收这些发件人的信（邮箱，或 @公司域名）；其余拒收并计数"
    )
    minutes: int = Field(2, ge=1, le=1440, description="每隔几分钟收一次信")
    timeout: int = Field(30, ge=1, le=300, description="超时秒数")


class SecretFiles(PydanticBaseSettingsSource):
    """Values from files that the environment names, and DATABASE_URL."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ANN401
        """Unused: the whole mapping is made at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Nested values by table and key; a file that cannot be read raises OSError."""
        found: dict[str, dict[str, str]] = {}
        if url := os.environ.get("DATABASE_URL"):
            found["database"] = {"url": url}
        for name, value in os.environ.items():
            if name.startswith(PREFIX) and name.endswith("_FILE") and "__" in name:
                table, key = name.removeprefix(PREFIX).removesuffix("_FILE").lower().split("__", 1)
                found.setdefault(table, {})[key] = Path(value).read_text(encoding="utf-8").strip()
        return found


class Environment(PydanticBaseSettingsSource):
    """YUQING_<TABLE>__<KEY>, as text; pydantic turns it into what the key wants."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ANN401
        """Unused: the whole mapping is made at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Nested values by table and key; a name without a key stays at the top, where it is refused."""
        found: dict[str, Any] = {}
        for name, value in os.environ.items():
            if not name.startswith(PREFIX) or name in RESERVED or name.endswith("_FILE"):
                continue
            table, _, key = name.removeprefix(PREFIX).lower().partition("__")
            if key:
                found.setdefault(table, {})[key] = value.split(",") if key in {"fallback", "allowed_senders"} else value
            else:
                found[table] = value
        return found


class Config(BaseSettings):
    """Everything that an operator can set."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True)

    site: Site = Field(default_factory=Site)
    database: Database = Field(default_factory=Database)
    mail: Mail = Field(default_factory=Mail)
    mail_in: MailIn = Field(default_factory=MailIn)
    schedule: Schedule = Field(default_factory=Schedule)
    weibo: Weibo = Field(default_factory=Weibo)
    wechat: WeChat = Field(default_factory=WeChat)
    official_account: OfficialAccount = Field(default_factory=OfficialAccount)
    sources: Sources = Field(default_factory=Sources)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over named files over the configuration file over defaults."""
        file = TomlConfigSettingsSource(settings_cls, config_path())
        return init_settings, Environment(settings_cls), SecretFiles(settings_cls), file


def config_path() -> Path:
    """The configuration file; it need not exist."""
    return Path(os.environ.get("YUQING_CONFIG", "yuqing.toml"))


def state_dir() -> Path:
    """The folder of the database, the locks, the logs and the generated key."""
    return Path(os.environ.get("YUQING_DIR", "data")).resolve()
