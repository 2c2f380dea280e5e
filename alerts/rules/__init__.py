"""The rules; each is one file and one line here, and none knows another."""

from alerts.rule import Rule
from alerts.rules.changed_layout import CHANGED_LAYOUT
from alerts.rules.complaint_rate import COMPLAINT_RATE
from alerts.rules.expiring_session import EXPIRING_SESSION
from alerts.rules.loud_author import LOUD_AUTHOR
from alerts.rules.model_drift import MODEL_DRIFT
from alerts.rules.negative_surge import NEGATIVE_SURGE
from alerts.rules.silent_channel import SILENT_CHANNEL
from alerts.rules.topic_burst import TOPIC_BURST

RULES: tuple[Rule, ...] = (
    NEGATIVE_SURGE,
    TOPIC_BURST,
    LOUD_AUTHOR,
    COMPLAINT_RATE,
    SILENT_CHANNEL,
    EXPIRING_SESSION,
    CHANGED_LAYOUT,
    MODEL_DRIFT,
)
