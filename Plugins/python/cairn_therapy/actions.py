"""What a therapy may do: each is a proposal or a record, and a person decides what comes of it."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Mapping, Optional, Sequence, Union


@dataclasses.dataclass(frozen=True)
class CompleteModule:
    """The client finished a module of the curriculum."""

    client: str
    module: str
    #: The session in which it was finished, if it was in one.
    session: Optional[str] = None
    do = "complete-module"


@dataclasses.dataclass(frozen=True)
class AssignPractice:
    """The client has something to practise until a day."""

    client: str
    practice: str
    due: datetime.date
    do = "assign-practice"


@dataclasses.dataclass(frozen=True)
class Record:
    """Records one of the therapy's own facts, as the contract declares it."""

    fact: str
    data: Mapping[str, Any]
    client: Optional[str] = None
    do = "record"


@dataclasses.dataclass(frozen=True)
class Alert:
    """Raises the clinic's own safety alert."""

    client: str
    #: What was noticed: a name such as ``urge-to-self-harm``.
    sign: str
    #: ``now`` or ``today``.
    urgency: str
    #: What whoever takes charge of it should do, in a sentence.
    guidance: str
    do = "alert"


@dataclasses.dataclass(frozen=True)
class ProposeReview:
    """Proposes that a clinician reviews the client's treatment."""

    client: str
    why: str
    do = "propose-review"


@dataclasses.dataclass(frozen=True)
class ProposeStepUp:
    """Proposes that a clinician weighs a higher level of care."""

    client: str
    why: str
    do = "propose-step-up"


@dataclasses.dataclass(frozen=True)
class Duty:
    """Gives somebody of the staff something to do about the client."""

    client: str
    #: One name, one open duty for each client.
    name: str
    roles: Sequence[str]
    #: Hours in which staff are there.
    due_staff_hours: int
    #: What to do, in a sentence.
    what: str
    do = "duty"


@dataclasses.dataclass(frozen=True)
class CloseDuty:
    """The duty of this name is done, or is not needed any more."""

    client: str
    name: str
    do = "close-duty"


@dataclasses.dataclass(frozen=True)
class PlanLine:
    """Proposes a line of the client's aftercare plan."""

    client: str
    #: ``warning-sign``, ``trigger`` or ``coping``.
    kind: str
    text: str
    do = "plan-line"


Action = Union[
    CompleteModule, AssignPractice, Record, Alert, ProposeReview, ProposeStepUp, Duty, CloseDuty,
    PlanLine,
]


def to_json(action: Action) -> dict[str, Any]:
    """The action as it stands on the pipe."""
    value: dict[str, Any] = {"do": action.do}
    for field in dataclasses.fields(action):
        part = getattr(action, field.name)
        if part is not None:
            first, *rest = field.name.split("_")
            value[first + "".join(map(str.title, rest))] = _plain(part)
    return value


def _plain(value: Any) -> Any:
    """Dates as text, and lists and objects as JSON has them."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value
