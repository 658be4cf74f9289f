"""The one declaration of a therapy, as ``plugin.json`` holds it."""

from __future__ import annotations

import datetime
import json
import math
import pathlib
import re
import unicodedata
from typing import Any, Mapping, Optional, Union

from .actions import Action, to_json

#: What tells that a client was in a session of a therapy.
_ATTENDANCE = frozenset({"scheduler.session.scheduled", "scheduler.attendance.recorded"})
#: Actions that every therapy may take; the others are declared under ``acts``.
_DUTIES = {"close-duty": "duty"}


class Undeclared(ValueError):
    """An action that the contract does not declare, or that does not fit. It names no client and no value."""


class Contract:
    """What the therapy offers, teaches, records, reads and may do."""

    def __init__(self, declared: Mapping[str, Any]) -> None:
        #: ``plugin.json`` as it was read.
        self.declared = declared
        self.id: str = declared["id"]
        self.version: str = declared["version"]
        self._curricula = declared.get("curriculum", [])
        #: The types of event that it is told: what it reads, and what its curriculum goes by.
        self.reads = frozenset(read["event"] for read in declared.get("reads", [])).union(
            _ATTENDANCE if self._curricula else ())
        #: Those types, of others or its own, that it is asked to react to.
        self.reacts_to = frozenset(declared.get("reactsTo", []))
        self._practices = {one["name"]: one for one in declared.get("practice", [])}
        self._facts = {one["name"]: one for one in declared.get("facts", [])}
        self._acts = frozenset(declared.get("acts", []))

    @classmethod
    def read(cls, folder: Union[str, pathlib.Path]) -> Contract:
        """Reads ``plugin.json`` of a folder."""
        return cls(json.loads((pathlib.Path(folder) / "plugin.json").read_text("utf-8")))

    @property
    def defaults(self) -> dict[str, Any]:
        """What each value of the configuration is where the clinic says nothing."""
        declared = self.declared.get("configuration", {})
        return {name: one["default"] for name, one in declared.items() if "default" in one}

    @property
    def offerings(self) -> list[str]:
        """The names of what it offers."""
        return [one["name"] for one in self.declared.get("offerings", [])]

    def _curriculum(self, offering: str) -> Optional[Mapping[str, Any]]:
        return next((one for one in self._curricula if one["offering"] == offering), None)

    def is_by_calendar(self, offering: str) -> bool:
        """Whether the module is that of the week, by rotation, and not each client's own next one."""
        return (self._curriculum(offering) or {}).get("moves") == "calendar"

    def is_moved_by_attendance(self, offering: str) -> bool:
        """Whether a module of the offering is finished by attending."""
        return "attended" in (self._curriculum(offering) or {"when": []}).get("when", ["attended"])

    def modules(self, offering: str) -> list[Mapping[str, Any]]:
        """The modules of an offering, in order."""
        return list((self._curriculum(offering) or {}).get("modules", []))

    def module(self, name: str) -> Optional[Mapping[str, Any]]:
        """The module of that name, of any offering."""
        return next(
            (one for each in self._curricula for one in each["modules"] if one["name"] == name),
            None)

    def turn(
        self, offering: str, day: datetime.date
    ) -> Optional[tuple[Mapping[str, Any], datetime.date]]:
        """The module of a day's week by rotation, and the Monday on which its turn began.

        The weeks are counted from a Monday that never changes, 5 January 1970.
        """
        modules = self.modules(offering)
        whole = sum(one.get("weeks", 1) for one in modules)
        if whole == 0:
            return None
        monday = day - datetime.timedelta(days=day.weekday())
        rest = (monday - datetime.date(1970, 1, 5)).days // 7 % whole
        for module in modules:
            if rest < module.get("weeks", 1):
                return module, monday - datetime.timedelta(weeks=rest)
            rest -= module.get("weeks", 1)
        return None

    def is_once(self, module: str) -> bool:
        """Whether each client finishes a module once: those of a rotation come again."""
        return not any(
            curriculum.get("moves", "client") == "calendar"
            and any(one["name"] == module for one in curriculum["modules"])
            for curriculum in self._curricula)

    def due(self, practice: str, given: datetime.date) -> datetime.date:
        """The last day of a practice that is given on a day."""
        return given + datetime.timedelta(days=self._practices[practice].get("dueDays", 7))

    def check(self, action: Action) -> None:
        """Raises ``Undeclared`` for what the host would take for nonsense."""
        do = action.do
        value = to_json(action)
        if do == "complete-module":
            names = {one["name"] for part in self._curricula for one in part["modules"]}
            _require(value["module"] in names, "A module", "curriculum")
        elif do == "assign-practice":
            _require(value["practice"] in self._practices, "A practice", "practice")
        elif do == "record":
            self._check_record(value)
        else:
            act = _DUTIES.get(do, do)
            _require(act in self._acts, f"The act {act}", "acts")
            _check_act(do, value)

    def _check_record(self, value: Mapping[str, Any]) -> None:
        fact = self._facts.get(value["fact"])
        _require(fact is not None, "A fact", "facts")
        assert fact is not None
        if (fact["about"] == "client") != ("client" in value):
            raise Undeclared(f"The fact {fact['name']} is about a {fact['about']}.")
        fields = fact.get("fields", {})
        for name, field in fields.items():
            if name not in value["data"] and not field.get("optional", False):
                raise Undeclared(f"{name} of {fact['name']} is missing, and not optional.")
        for name, part in value["data"].items():
            _require(name in fields, "A field of a fact", f"the fields of {fact['name']}")
            parts = part if fields[name].get("list") else [part]
            if not isinstance(parts, list) or len(parts) > _MOST_OF_LIST or not all(
                    _fits(one, fields[name]) for one in parts):
                raise Undeclared(
                    f"{name} of {fact['name']} takes {_words(fields[name])}, and was given "
                    "something else.")


def _check_act(do: str, value: Mapping[str, Any]) -> None:
    """Holds an act to what the host takes."""
    for member, fits in _MEMBERS.items():
        if member in value and not fits(value[member]):
            raise Undeclared(f"The {member} of an act {do} does not fit: see docs/plugins/pipe.md.")


#: The most values of a list.
_MOST_OF_LIST = 100
#: What a person may be at a clinic.
_ROLES = frozenset({
    "director", "clinical-supervisor", "clinician", "case-manager", "peer-specialist", "nurse",
    "prescriber", "front-desk", "administrator"})


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[a-z0-9-]{1,255}", text) is not None


def _is_identifier(text: Any) -> bool:
    """A name that is no client's: no record holds one among its data."""
    return _is_name(text) and re.fullmatch(r"c-[0-9]{1,6}", text) is None


def _is_roles(roles: Any) -> bool:
    return bool(roles) and all(one in _ROLES for one in roles)


def _is_duty(name: Any) -> bool:
    # The host keeps the duties of proposals under the names of acts.
    return _is_name(name) and name not in (
        "alert", "propose-review", "propose-step-up", "duty", "plan-line")


def _is_line(text: Any) -> bool:
    """One line of at most 200 characters, and nothing that steers a terminal."""
    return isinstance(text, str) and len(text) <= 200 and not text.isspace() and text != "" and (
        all(unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp") for one in text))


def _is_hours(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 160


#: What each member of an act takes.
_MEMBERS: Mapping[str, Any] = {
    "sign": _is_name, "name": _is_duty, "guidance": _is_line, "why": _is_line, "what": _is_line,
    "text": _is_line, "urgency": ("now", "today").__contains__, "dueStaffHours": _is_hours,
    "kind": ("warning-sign", "trigger", "coping").__contains__, "roles": _is_roles,
}


def _require(holds: bool, what: str, place: str) -> None:
    if not holds:
        raise Undeclared(f"{what} is not declared: add it to {place} in plugin.json.")


def _words(field: Mapping[str, Any]) -> str:
    """What a field takes: ``integer, at least 0, at most 10``."""
    bounds = [f"at {name} {field[name]}" for name in ("least", "most") if name in field]
    return ", ".join([field["type"], *bounds])


def _is_number(value: Any) -> bool:
    # True is an int in Python, and no number in JSON, which knows neither NaN nor infinity.
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value))


def _is_integer(value: Any) -> bool:
    # 1.0 is the same number as 1 in JSON; the host holds it in 64 bits.
    return _is_number(value) and value == int(value) and -2**63 <= value < 2**63


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


#: What each type of field takes.
_TYPES: Mapping[str, Any] = {
    "text": _is_line, "identifier": _is_identifier, "integer": _is_integer, "number": _is_number,
    "boolean": lambda value: isinstance(value, bool), "date": _is_date,
}


def _fits(value: Any, field: Mapping[str, Any]) -> bool:
    if not _TYPES[field["type"]](value):
        return False
    if field["type"] not in ("integer", "number"):
        return True
    return bool(field.get("least", value) <= value <= field.get("most", value))
