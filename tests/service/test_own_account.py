"""The own account at work in the service: which spiders run, and what a pushed message becomes."""

import json
from datetime import datetime
from typing import Any

import pytest
from pydantic import SecretStr

from domain.job import JobName
from domain.own_account import DeskNews, FoundBy, OwnArticle
from domain.push import Letter
from domain.source import SourceKind
from service.commands.crawling import checked_target
from service.config import Config, OfficialAccount
from service.gathering import gather_own
from service.own_account import doors_of, read_letters
from service.trouble import Trouble
from service.wiring import own
from storage import arrivals, inbox, own_account
from storage.models import Mention, Post, Watch

pytestmark = pytest.mark.django_db
APPID = "wx0heron0heron0001"


class Runs:
    """Stands for the crawl job and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def crawl(self, spider: str, watch: Any) -> int:
        self.asked.append(f"{spider} {watch.name}")
        return 0


def account(**more: Any) -> OfficialAccount:
    return OfficialAccount(appid=APPID, watch="青鹭出行", secret=SecretStr("S"), **more)


def run(job: JobName, given: OfficialAccount) -> list[str]:
    runs = Runs()
    gather_own(runs, job, given)  # type: ignore[arg-type]
    return runs.asked


@pytest.fixture
def watch() -> Watch:
    return Watch.objects.create(name="青鹭出行", any_words="青鹭")


def test_without_a_credential_nothing_is_asked(watch: Watch) -> None:
    for job in (JobName.OWN_COMMENTS, JobName.OWN_ARTICLES, JobName.OWN_SERVICE):
        assert run(job, OfficialAccount()) == []


def test_comments_are_asked_for_while_an_article_is_due(watch: Watch, now: datetime) -> None:
    assert run(JobName.OWN_COMMENTS, account()) == []
    article = OwnArticle(account=APPID, mid="2247490098", idx=1, published_at=now, found_by=FoundBy.PUSH)
    own_account.keep(article, now)
    assert run(JobName.OWN_COMMENTS, account()) == ["wechat-comments 青鹭出行"]
    assert run(JobName.OWN_ARTICLES, account()) == ["wechat-published 青鹭出行", "wechat-numbers 青鹭出行"]


def test_a_desk_is_read_when_it_told_of_messages(watch: Watch, now: datetime) -> None:
    given = account(kf_corpid="wwheron", kf_secret=SecretStr("S"))
    assert run(JobName.OWN_SERVICE, given) == []
    own_account.told(DeskNews(desk="wk1", ticket="ENC", at=now))
    assert run(JobName.OWN_SERVICE, given) == ["wechat-kf 青鹭出行"]
    assert run(JobName.OWN_SERVICE, account(service_records=True)) == ["wechat-service 青鹭出行"]


def test_a_watch_that_is_not_there_is_named_with_those_that_are(watch: Watch) -> None:
    with pytest.raises(Trouble, match=r"\[official_account\] watch 不对：.*青鹭出行"):
        run(JobName.OWN_ARTICLES, OfficialAccount(appid=APPID, watch="别的", secret=SecretStr("S")))


def test_the_job_turns_letters_into_posts_of_the_account_s_watch(watch: Watch, now: datetime, settings: Any) -> None:
    settings.CONFIG = Config(official_account=account(token=SecretStr("t")))
    assert read_letters() == ""
    (source,) = arrivals.sources([SourceKind.PUSH])
    assert (source.watch, source.received_at) == (watch.pk, None)
    body = {"FromUserName": "oOne", "MsgType": "text", "Content": "怎么退款", "MsgId": 5}
    inbox.take([Letter(account=APPID, key="k", sent_at=now, stamp=None, body=json.dumps(body))], now)
    assert read_letters() == "整理推送 1 条，新增私信 1 条"
    assert (Post.objects.get().text, Mention.objects.get().watch_id) == ("怎么退款", watch.pk)


def test_only_an_account_with_a_token_has_a_door() -> None:
    assert list(doors_of(account())) == []
    both = account(
        token=SecretStr("t"), kf_corpid="ww1", kf_secret=SecretStr("s"), kf_token=SecretStr("k"), kf_aes_key="a" * 43
    )
    assert {path: keys.receiver for path, keys in doors_of(both).items()} == {
        "/wechat/push": APPID,
        "/wechat/kf": "ww1",
    }


def test_secrets_are_handed_on_and_never_shown() -> None:
    given = own(account(kf_corpid="ww1", kf_secret=SecretStr("DESK-SECRET")))
    assert given is not None
    assert (given.secret, given.corp_secret) == ("S", "DESK-SECRET")
    assert "DESK-SECRET" not in repr(given)
    assert own(OfficialAccount()) is None


def test_an_article_is_named_by_its_number_and_its_place() -> None:
    assert checked_target("wechat-comments", "2247490098_1") == "2247490098_1"
    with pytest.raises(Trouble, match="2247490098_1"):
        checked_target("wechat-comments", "https://mp.weixin.qq.com/s/abc")


def test_articles_that_other_ways_collected_are_learnt(watch: Watch, now: datetime) -> None:
    Post.objects.create(
        channel="wechat", native_id="MzAx:2247490099:2", kind="article", text="致歉", published_at=now, collected_at=now
    )
    assert own_account.learn(APPID, "MzAx", now) == 1
    (article,) = own_account.due(now, 10)
    assert (article.name(), article.biz, article.found_by) == ("2247490099_2", "MzAx", FoundBy.COLLECTED)
    assert own_account.learn(APPID, "", now) == 0
