"""The rules; each is one file and one line here, and none knows another."""

from alerts.rule import Rule
from alerts.rules.changed_layout import CHANGED_LAYOUT
from alerts.rules.complaint_rate import COMPLAINT_RATE
from alerts.rules.critical_words import CRITICAL_WORDS
from alerts.rules.cross_channel import CROSS_CHANNEL
from alerts.rules.expiring_session import EXPIRING_SESSION
from alerts.rules.hot_list import HOT_LIST
from alerts.rules.loud_author import LOUD_AUTHOR
from alerts.rules.model_drift import MODEL_DRIFT
from alerts.rules.negative_share import NEGATIVE_SHARE
from alerts.rules.negative_surge import NEGATIVE_SURGE
from alerts.rules.new_topic import NEW_TOPIC
from alerts.rules.region_spread import REGION_SPREAD
from alerts.rules.silent_channel import SILENT_CHANNEL
from alerts.rules.single_post_spread import SINGLE_POST_SPREAD
from alerts.rules.slow_rise import SLOW_RISE
from alerts.rules.stale_source import STALE_SOURCE
from alerts.rules.topic_burst import TOPIC_BURST

RULES: tuple[Rule, ...] = (
    NEGATIVE_SURGE,
    NEGATIVE_SHARE,
    SLOW_RISE,
    TOPIC_BURST,
    NEW_TOPIC,
    SINGLE_POST_SPREAD,
    LOUD_AUTHOR,
    CRITICAL_WORDS,
    HOT_LIST,
    CROSS_CHANNEL,
    REGION_SPREAD,
    COMPLAINT_RATE,
    SILENT_CHANNEL,
    EXPIRING_SESSION,
    CHANGED_LAYOUT,
    STALE_SOURCE,
    MODEL_DRIFT,
)
