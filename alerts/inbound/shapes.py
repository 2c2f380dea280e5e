"""The forms in which reports come, as pydantic holds them; pure.

Alertmanager: its webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).
The plain forms are our own and stand in the operators' guide.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

MOST_ALARMS = 10_000
MOST_COMPLAINTS = 5_000


def _legible(given: Any) -> Any:  # noqa: ANN401
    """Halves of surrogate pairs and NULs are what no database takes; they go, the words stay."""
    if not isinstance(given, str):
        return given
    return given.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _at_most(most: int) -> Callable[[Any], Any]:
    """Counted before anything of it is looked at."""

    def check(given: Any) -> Any:  # noqa: ANN401
        if isinstance(given, list) and len(given) > most:
            raise PydanticCustomError("too_long", "too many", {"max_length": most})
        return given

    return check


def _http(given: str) -> str:
    return given if given.startswith(("http://", "https://")) else ""


Words = Annotated[str, BeforeValidator(_legible)]
Short = Annotated[Words, Field(max_length=300)]
Name = Annotated[Short, Field(min_length=1)]
Link = Annotated[Annotated[Words, Field(max_length=2000)], AfterValidator(_http)]
Count = Annotated[int, Field(ge=0, le=10_000_000_000, strict=True)]
Percent = Annotated[float, Field(ge=0, le=100)]
Labels = Annotated[dict[Words, Words], Field(max_length=200)]


class Form(BaseModel):
    """A form; what it does not know it passes over, since senders add fields with every version."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Alarm(Form):
    """One alert in Alertmanager's list; `endsAt` lies in the year 1 while it is on."""

    status: Literal["firing", "resolved"]
    labels: Labels
    annotations: Labels = Field(default_factory=dict)
    startsAt: AwareDatetime  # noqa: N815
    endsAt: AwareDatetime  # noqa: N815
    generatorURL: Link = ""  # noqa: N815
    fingerprint: Name


class Webhook(Form):
    """One notification of Alertmanager about one group."""

    version: Literal["4"]
    groupKey: Annotated[Words, Field(min_length=1, max_length=10_000)]  # noqa: N815
    status: Literal["firing", "resolved"]
    truncatedAlerts: Count = 0  # noqa: N815
    groupLabels: Labels = Field(default_factory=dict)  # noqa: N815
    commonLabels: Labels = Field(default_factory=dict)  # noqa: N815
    commonAnnotations: Labels = Field(default_factory=dict)  # noqa: N815
    externalURL: Link = ""  # noqa: N815
    alerts: Annotated[tuple[Alarm, ...], Field(min_length=1), BeforeValidator(_at_most(MOST_ALARMS))]


class Strict(BaseModel):
    """A form of our own: a field that it does not know is a slip of the sender's and is named."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Plain(Strict):
    """One matter in our own words."""

    key: Name
    title: Name
    status: Literal["firing", "resolved"] = "firing"
    text: Annotated[Words, Field(max_length=10_000)] = ""
    severity: Short = ""
    since: AwareDatetime | None = None
    affected_users: Count | None = None
    affected_percent: Percent | None = None
    error_percent: Percent | None = None
    outage: Annotated[bool, Field(strict=True)] = False
    service: Short = ""
    link: Link = ""


class Complaint(Strict):
    """One complaint of a customer."""

    id: Annotated[Name, Field(max_length=120)]
    time: AwareDatetime
    category: Annotated[Name, Field(max_length=60)]
    channel: Annotated[Words, Field(max_length=60)] = ""
    text: Annotated[Words, Field(max_length=20_000)] = ""


class Complaints(Strict):
    """Complaints, some at a time."""

    complaints: Annotated[tuple[Complaint, ...], Field(min_length=1), BeforeValidator(_at_most(MOST_COMPLAINTS))]
