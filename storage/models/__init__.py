"""The tables, one file per noun."""

from storage.models.alert import Alert, AlertPost
from storage.models.article_link import ArticleLink, HostPause, PostAlias
from storage.models.column_mapping import ColumnMapping
from storage.models.complaint_words import ComplaintWords
from storage.models.crawl import Crawl, CrawlSlice, KeptPage, RequestCount
from storage.models.feed import Feed, FeedEntry
from storage.models.grievance import Grievance, GrievanceHour
from storage.models.hot import HotRank, HotTopic
from storage.models.identity import Identity, Login
from storage.models.inbound import FrontLineReport, InboundToken, Matter, MatterPart, Refused
from storage.models.incident import Incident
from storage.models.job import JobRun
from storage.models.keyword import Keyword, KeywordPost
from storage.models.label import Label
from storage.models.model_version import ModelVersion
from storage.models.notice import Notice
from storage.models.own_account import OwnArticle, OwnRest, OwnToken, PushDeclined, PushedLetter, ServiceDesk
from storage.models.person import Person, Shift
from storage.models.post import ImportRun, Mention, Post, Reading
from storage.models.report import Report
from storage.models.rollup import Baseline, DirtyBucket, Rollup
from storage.models.route_check import RouteCheck
from storage.models.rule import AlertFeedback, Brewing, RuleTrial, RuleVersion
from storage.models.score import Score
from storage.models.score_week import ScoreWeek
from storage.models.source import Arrivals, Source
from storage.models.standard import Standard
from storage.models.standing import Account, Proof, Standing, Thread
from storage.models.topic import Discovery, Topic, TopicDue, TopicKeyword, TopicPost
from storage.models.transition import Transition
from storage.models.watch import Watch

__all__ = [
    "Account",
    "Alert",
    "AlertFeedback",
    "AlertPost",
    "Arrivals",
    "ArticleLink",
    "Baseline",
    "Brewing",
    "ColumnMapping",
    "ComplaintWords",
    "Crawl",
    "CrawlSlice",
    "DirtyBucket",
    "Discovery",
    "Feed",
    "FeedEntry",
    "FrontLineReport",
    "Grievance",
    "GrievanceHour",
    "HostPause",
    "HotRank",
    "HotTopic",
    "Identity",
    "ImportRun",
    "InboundToken",
    "Incident",
    "JobRun",
    "KeptPage",
    "Keyword",
    "KeywordPost",
    "Label",
    "Login",
    "Matter",
    "MatterPart",
    "Mention",
    "ModelVersion",
    "Notice",
    "OwnArticle",
    "OwnRest",
    "OwnToken",
    "Person",
    "Post",
    "PostAlias",
    "Proof",
    "PushDeclined",
    "PushedLetter",
    "Reading",
    "Refused",
    "Report",
    "RequestCount",
    "Rollup",
    "RouteCheck",
    "RuleTrial",
    "RuleVersion",
    "Score",
    "ScoreWeek",
    "ServiceDesk",
    "Shift",
    "Source",
    "Standard",
    "Standing",
    "Thread",
    "Topic",
    "TopicDue",
    "TopicKeyword",
    "TopicPost",
    "Transition",
    "Watch",
]
