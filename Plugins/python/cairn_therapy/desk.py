"""A therapy with its history, fed as the host feeds it: no clinic, no process, no files."""

from __future__ import annotations

import copy
import datetime
import json
from typing import Any, Mapping, Optional, Type

from .actions import (
    Action, Alert, AssignPractice, CloseDuty, CompleteModule, Duty, Record, to_json)
from .contract import Contract
from .facts import Context, Fact
from .therapy import Therapy

#: The first day of a desk: a Monday.
START = datetime.date(2026, 11, 23)
_HOUR = datetime.timedelta(hours=1)


class TherapyDesk:
    """Plays a clinic to a therapy, and shows what it answers.

        desk = TherapyDesk(Breathing)
        desk.attend("c-1", "breathing")
        assert desk.published[0].practice == "four-breaths"
        desk.folds_the_same()

    As with a clinic the therapy reacts to what the contract names under ``reactsTo`` alone, and a
    fact that it does not read is an error, for nobody would tell it.
    """

    def __init__(
        self, kind: Type[Therapy], configuration: Optional[Mapping[str, Any]] = None,
        phases: tuple[str, ...] = ("p1", "p2", "p3"),
    ) -> None:
        self.therapy = kind(configuration=configuration)
        #: The state after all that was told and answered.
        self.state = self.therapy.begin()
        #: What the journal would hold, in order.
        self.journal: list[Fact] = []
        #: All that the therapy answered with, in order.
        self.published: list[Action] = []
        #: The clinic's wall clock.
        self.now = datetime.datetime.combine(START, datetime.time(9))
        self._phases = phases
        self._count = 0
        #: What followed from each fact, by ids: it is taken back with it.
        self._followed: dict[str, list[str]] = {}

    @property
    def contract(self) -> Contract:
        """What ``plugin.json`` declares."""
        return self.therapy.contract

    # What happens in the clinic. Each answers with what followed.

    def attend(
        self, client: str, offering: str, status: str = "present", minutes: int = 60
    ) -> list[Action]:
        """A session of an offering takes place now, and its attendance is recorded."""
        if offering not in self.contract.offerings:
            raise ValueError(f"{offering} is not under offerings in plugin.json.")
        session = f"s-{self._count + 1}"
        end = self.now + datetime.timedelta(minutes=60)
        self.tell("scheduler.session.scheduled", {
            "session": session, "week": _monday(self.now.date()).isoformat(), "kind": offering,
            "start": _local(self.now), "end": _local(end), "clinician": "t01", "room": "g1",
            "group": "p1-01", "clients": [client], "capacity": 12,
            "therapy": self.contract.id, "offering": offering,
        })
        return self.tell("scheduler.attendance.recorded", {
            "client": client, "session": session, "status": status, "minutes": minutes,
        }, client)

    def submit(
        self, client: str, form: str, scores: Mapping[str, int],
        flags: tuple[str, ...] = (),
    ) -> list[Action]:
        """A client filled in a form, and the clinic scored it."""
        return self.tell("assessment.questionnaire.scored", {
            "client": client, "instrument": form, "submission": f"f-{self._count + 1}",
            "policy": "desk", "scores": dict(scores), "bands": {}, "flags": list(flags),
        }, client)

    def advance(self, days: int = 0, hours: int = 0) -> list[Action]:
        """Lets time go by. Each day and each hour that begins is told, if the contract reads it."""
        end = self.now + datetime.timedelta(days=days, hours=hours)
        actions: list[Action] = []
        hour = self.now.replace(minute=0, second=0, microsecond=0) + _HOUR
        while hour <= end:
            self.now = hour
            if hour.hour == 0 and "supervisor.clock.day-began" in self.contract.reads:
                actions += self.tell(
                    "supervisor.clock.day-began", {"date": hour.date().isoformat()})
            if "supervisor.clock.hour-began" in self.contract.reads:
                actions += self.tell("supervisor.clock.hour-began", {
                    "moment": {"local": _local(hour), "utc": _utc(hour)}})
            hour += _HOUR
        self.now = end
        return actions

    def record(self, name: str, client: Optional[str] = None, **data: Any) -> list[Action]:
        """Staff record one of the therapy's own facts."""
        action = Record(name, data, client)
        self.contract.check(action)
        return self._take(self._own(action))

    def report(self, client: str, practice: str, done: bool = True) -> list[Action]:
        """A client says whether a practice was done."""
        return self._take(self._fact(
            f"{self.contract.id}.practice.reported", self.contract.id,
            {"client": client, "practice": practice, "isDone": done}, client))

    def complete(self, client: str, module: str) -> list[Action]:
        """A clinician says that a client has finished a module, and its practice is assigned."""
        declared = self.contract.module(module)
        if declared is None:
            raise ValueError(f"{module} is not under curriculum in plugin.json.")
        me = self.contract.id
        actions = self._take(self._fact(
            f"{me}.progress.module-completed", me, {"client": client, "module": module}, client))
        practice = declared.get("practice")
        if practice is not None:
            due = self.contract.due(practice, self.now.date())
            actions += self._take(self._fact(f"{me}.practice.assigned", me, {
                "client": client, "practice": practice, "due": due.isoformat()}, client))
        return actions

    def close(self, client: str, name: str) -> list[Action]:
        """A person has done a duty that the therapy asked for."""
        if name not in self._open(client):
            raise ValueError(f"No duty {name} of this client is open.")
        me = self.contract.id
        return self._take(self._fact(
            f"{me}.act.duty-ended", me, {"client": client, "name": name, "how": "done"}, client))

    def retract(self, fact: Fact) -> None:
        """A fact of the journal was entered in error. What followed from it goes with it, and the
        therapy folds the rest anew, as a clinic's does. Nothing follows from that."""
        gone = {fact.id, *self._followed.pop(fact.id, ())}
        _hold(any(one.id == fact.id for one in self.journal), "No such fact was told.")
        self.journal = [one for one in self.journal if one.id not in gone]
        self.state = self._folded(self.therapy.begin(), self.journal)

    def tell(
        self, type: str, data: Mapping[str, Any], client: Optional[str] = None
    ) -> list[Action]:
        """Tells any fact that the contract reads, such as ``scheduler.enrollment.opened``."""
        if type not in self.contract.reads:
            raise ValueError(f"{type} is not under reads in plugin.json: no clinic would tell it.")
        return self._take(self._fact(type, type.split(".")[0], data, client))

    # What must hold.

    def folds_the_same(self) -> None:
        """Live, from the journal, and from a snapshot at any place, the state is the same."""
        live = _text(self.state)
        _hold(
            _text(self._folded(self.therapy.begin(), self.journal)) == live,
            "The journal folds to another state than the one that came about live: "
            "state changes in apply alone.")
        state = self.therapy.begin()
        for index, fact in enumerate(self.journal):
            snapshot = json.loads(_text(state))
            _hold(
                _text(self._folded(snapshot, self.journal[index:])) == live,
                "A state that was kept and read back goes on to another one: "
                "the state holds what JSON changes, such as a number as a name.")
            self.therapy.fold(state, fact)

    # How it is done.

    def _take(self, fact: Fact) -> list[Action]:
        self._keep(fact)
        actions = self._react(fact)
        # What follows is told right behind its fact, and nothing follows from that.
        for action in actions:
            if not self._is_so(action):
                own = self._own(action)
                self._followed.setdefault(fact.id, []).append(own.id)
                self._keep(own)
        self.published += actions
        return actions

    def _react(self, fact: Fact) -> list[Action]:
        if fact.type not in self.contract.reacts_to:
            return []
        before = _text(self.state)
        actions = self.therapy.react(self.state, fact, Context(
            now=self.now, date=self.now.date(), configuration=self.therapy.configuration,
            clinic={
                "name": "Example", "timeZone": "America/Chicago", "phases": list(self._phases),
                "rehearsal": True,
            }))
        _hold(_text(self.state) == before, "A handler changed the state: apply alone does that.")
        return actions

    def _keep(self, fact: Fact) -> None:
        self.therapy.fold(self.state, fact)
        self.journal.append(fact)

    def _is_so(self, action: Action) -> bool:
        """Whether the host records nothing of it, for it is so already."""
        if isinstance(action, CompleteModule):
            return self.contract.is_once(action.module) and any(
                fact.type == f"{self.contract.id}.progress.module-completed"
                and (fact.client, fact.data["module"]) == (action.client, action.module)
                for fact in self.journal)
        if isinstance(action, Duty):
            return action.name in self._open(action.client)
        if isinstance(action, CloseDuty):
            # What alerts and proposals ask for is for people to close.
            return self._open(action.client).get(action.name) is not Duty
        return False

    def _open(self, client: str) -> dict[str, type]:
        """What people are asked to do about a client, by what it is about, with what asked for it."""
        kinds = {
            "act.alert-raised": ("sign", Alert), "act.duty-asked": ("name", Duty),
        }
        found: dict[str, type] = {}
        for fact in self.journal:
            if fact.client != client or fact.owner != self.contract.id:
                continue
            local = fact.type[len(self.contract.id) + 1:]
            if local in kinds:
                name, kind = kinds[local]
                found.setdefault(fact.data[name], kind)
            elif local == "act.duty-ended":
                found.pop(fact.data["name"], None)
        return found

    def _own(self, action: Action) -> Fact:
        """The fact that the host makes of an action."""
        me = self.contract.id
        data = {name: part for name, part in to_json(action).items() if name != "do"}
        names = {
            CompleteModule: "progress.module-completed", AssignPractice: "practice.assigned",
        }
        if isinstance(action, CloseDuty):
            data["how"] = "not-needed"
        if isinstance(action, Record):
            data["name"] = data.pop("fact")
            return self._fact(f"{me}.record.added", me, data, action.client)
        local = names.get(type(action)) or _ACTS[action.do]
        return self._fact(f"{me}.{local}", me, data, action.client)

    def _fact(
        self, type: str, owner: str, data: Mapping[str, Any], client: Optional[str]
    ) -> Fact:
        self._count += 1
        return Fact(
            id=f"m-{self._count}", type=type, owner=owner, time=_utc(self.now),
            date=self.now.date(), client=client, data=copy.deepcopy(dict(data)))

    def _folded(self, state: Any, facts: list[Fact]) -> Any:
        for fact in facts:
            self.therapy.fold(state, fact)
        return state


_ACTS = {
    "alert": "act.alert-raised", "propose-review": "act.review-proposed",
    "propose-step-up": "act.step-up-proposed", "plan-line": "act.plan-line-added",
    "duty": "act.duty-asked", "close-duty": "act.duty-ended",
}


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _utc(time: datetime.datetime) -> str:
    """The clinic of the desk is six hours behind UTC, as Chicago is in winter."""
    return f"{(time + 6 * _HOUR).isoformat()}.000Z"


def _local(time: datetime.datetime) -> str:
    return time.isoformat(timespec="minutes")


def _text(value: Any) -> str:
    """The state as the host keeps it: names are texts, and their order says nothing."""
    return json.dumps(json.loads(json.dumps(value)), sort_keys=True)


def _hold(holds: bool, what: str) -> None:
    """An assertion that stays when Python optimises others away."""
    if not holds:
        raise AssertionError(what)
