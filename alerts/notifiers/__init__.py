"""The ways of telling; each is one package and one line here, and none knows another."""

from collections.abc import Mapping

from alerts.notifier import Notifier
from alerts.notifiers.email import delivery

NOTIFIERS: Mapping[str, Notifier] = {"email": delivery.deliver}
