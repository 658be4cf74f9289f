"""What a therapy is told."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any, Mapping, Optional

#: How somebody took part who has done a session's module.
ATTENDED = frozenset({"present", "late", "telehealth"})
#: How somebody is written down who was not there.
AWAY = frozenset({"no-show", "excused"})


@dataclasses.dataclass(frozen=True)
class Fact:
    """Something that happened, as it stands in the journal. It is never changed."""

    #: Unique in its owner's streams.
    id: str
    #: Such as ``scheduler.attendance.recorded``; a therapy's own begin with its id.
    type: str
    #: Who published it.
    owner: str
    #: When it was decided: RFC 3339, in UTC.
    time: str
    #: The same day on the clinic's calendar.
    date: datetime.date
    #: Whom it is about, by a pseudonym; ``None`` where it is about nobody.
    client: Optional[str]
    #: The body of the event.
    data: Mapping[str, Any]

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Fact:
        """Reads a fact of the pipe. Members that this version does not know are left out."""
        return cls(
            id=value["id"], type=value["type"], owner=value["owner"], time=value["time"],
            date=datetime.date.fromisoformat(value["date"]), client=value.get("client"),
            data=value["data"])

    def to_json(self) -> dict[str, Any]:
        """As it stands on the pipe."""
        value = {
            "id": self.id, "type": self.type, "owner": self.owner, "time": self.time,
            "date": self.date.isoformat(), "client": self.client, "data": dict(self.data),
        }
        return {name: part for name, part in value.items() if part is not None}


@dataclasses.dataclass(frozen=True)
class Attendance:
    """How a client took part in a session of this therapy."""

    #: The client's pseudonym.
    client: str
    #: The session on the calendar.
    session: str
    #: The offering that the session was planned for.
    offering: str
    #: The day of the session.
    date: datetime.date
    #: ``present``, ``late`` or ``telehealth`` of who attended, ``no-show`` or ``excused`` of who
    #: missed it.
    status: str
    #: Minutes that the client was there.
    minutes: int

    @property
    def has_attended(self) -> bool:
        """Whether the client has done the session's module."""
        return self.status in ATTENDED


@dataclasses.dataclass(frozen=True)
class Context:
    """What a therapy may know while it reacts. There is no other clock."""

    #: The clinic's wall clock, such as ``2026-11-02T09:00``.
    now: datetime.datetime
    #: The clinic's date.
    date: datetime.date
    #: ``name``, ``timeZone``, ``phases`` and ``rehearsal``.
    clinic: Mapping[str, Any]
    #: The values of ``configuration``, with the contract's defaults.
    configuration: Mapping[str, Any]
