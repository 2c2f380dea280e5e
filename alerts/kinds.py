"""Which kind of incident the posts of an alert speak of, as a first choice for the person who starts one; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from domain.incident import IncidentKind
from domain.score import Complaint

KIND_OF: Mapping[Complaint, IncidentKind] = {
    Complaint.SERVICE_DOWN: IncidentKind.OUTAGE,
    Complaint.REFUND: IncidentKind.COMPLAINTS,
    Complaint.LEAK: IncidentKind.LEAK,
    Complaint.ATTACK: IncidentKind.ATTACK,
    Complaint.LAW: IncidentKind.BREACH,
    Complaint.LOGISTICS: IncidentKind.COMPLAINTS,
    Complaint.QUALITY: IncidentKind.COMPLAINTS,
    Complaint.PRICE: IncidentKind.COMPLAINTS,
    Complaint.ATTITUDE: IncidentKind.COMPLAINTS,
}
"""The kinds of clause 2.1; what endangers people has no kind of its own there and counts as opinion."""
LEAST = 3


def likely_kind(complaints: Iterable[Complaint | None]) -> IncidentKind:
    """The kind that at least half of the posts, and three of them, complain of; opinion where there is none."""
    every = list(complaints)
    counts = Counter(KIND_OF.get(one, IncidentKind.OPINION) for one in every if one is not None)
    if not counts:
        return IncidentKind.OPINION
    kind, number = counts.most_common(1)[0]
    return kind if number >= LEAST and 2 * number >= len(every) else IncidentKind.OPINION
