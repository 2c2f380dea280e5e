import pytest

from alerts.kinds import likely_kind
from domain.incident import IncidentKind
from domain.score import Complaint


@pytest.mark.parametrize(
    ("complaints", "kind"),
    [
        ([], IncidentKind.OPINION),
        ([None] * 9, IncidentKind.OPINION),
        ([Complaint.SERVICE_DOWN] * 2, IncidentKind.OPINION),
        ([Complaint.SERVICE_DOWN] * 3, IncidentKind.OUTAGE),
        ([Complaint.SERVICE_DOWN] * 3 + [None] * 4, IncidentKind.OPINION),
        ([Complaint.LEAK] * 4 + [Complaint.ATTITUDE] * 3, IncidentKind.LEAK),
        ([Complaint.PRICE, Complaint.QUALITY, Complaint.REFUND], IncidentKind.COMPLAINTS),
        ([Complaint.SAFETY] * 5, IncidentKind.OPINION),
    ],
)
def test_the_kind_that_most_posts_speak_of_comes_first(complaints: list[Complaint], kind: IncidentKind) -> None:
    assert likely_kind(complaints) is kind
