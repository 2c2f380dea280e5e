"""Working off the outbox with this installation's mail server."""

from datetime import datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from alerts.notify import Letters, Told, tell_due
from reports.render.mail import report_mail


def tell(now: datetime) -> Told:
    """Hand over what is due over one connection to the mail server."""
    connection = get_connection()
    assert isinstance(connection, BaseEmailBackend)
    try:
        return tell_due(now, letters=Letters(connection=connection, report=report_mail))
    finally:
        connection.close()
