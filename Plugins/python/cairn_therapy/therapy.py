"""A therapy: a fold over facts that answers with actions."""

from __future__ import annotations

import datetime
import pathlib
import sys
from typing import Any, Dict, Iterable, Mapping, Optional

from .actions import Action, AssignPractice, CompleteModule
from .contract import Contract
from .facts import AWAY, Attendance, Context, Fact

#: A therapy's state: what JSON can hold, with texts for names.
State = Dict[str, Any]


class Therapy:
    """What a therapy makes of the clinic's life, and what it answers with.

    A handler is asked for the events that ``plugin.json`` names under ``reactsTo``.

    State changes in :meth:`apply` alone. The handlers, :meth:`attended`, :meth:`recorded`,
    :meth:`practised` and :meth:`happened`, read it and answer with actions. The same facts must
    always come to the same state and the same actions: there is no clock, chance or file in here.
    A handler is asked when its fact is folded and no later one is, also after a pause. What it
    answers with comes back as facts of the therapy's own, before the next one is asked.
    """

    def __init__(
        self, contract: Optional[Contract] = None,
        configuration: Optional[Mapping[str, Any]] = None,
    ) -> None:
        #: ``plugin.json`` beside the file of the therapy, unless another one is given.
        self.contract = contract or Contract.read(self.folder())
        #: The clinic's values, and the contract's defaults for the others.
        self.configuration = {**self.contract.defaults, **(configuration or {})}

    @classmethod
    def folder(cls) -> pathlib.Path:
        """The folder of its file, or of what it is made from, that has a ``plugin.json``."""
        files = (sys.modules[one.__module__].__file__ for one in cls.__mro__[:-1])
        folders = [pathlib.Path(file).resolve().parent for file in files if file]
        for folder in folders:
            if (folder / "plugin.json").is_file():
                return folder
        raise FileNotFoundError(f"There is no plugin.json in {folders[0]}, beside the therapy.")

    # What a therapy writes.

    def initial(self) -> State:
        """The state before any fact."""
        return {}

    def apply(self, state: State, fact: Fact) -> None:
        """Folds one fact, of the clinic's or its own, into the state."""

    def attended(
        self, state: State, attendance: Attendance, context: Context
    ) -> Iterable[Action]:
        """A client attended a session of this therapy.

        Unless a therapy says otherwise the contract's own rule: the next module of the offering is
        finished, and its practice given.
        """
        return self.next_module(state, attendance)

    def missed(
        self, state: State, attendance: Attendance, context: Context
    ) -> Iterable[Action]:
        """A client missed a session of this therapy, excused or not."""
        return ()

    def recorded(
        self, state: State, name: str, fact: Fact, context: Context
    ) -> Iterable[Action]:
        """One of the therapy's own facts was recorded; ``name`` is its name in the contract."""
        return ()

    def practised(
        self, state: State, practice: str, done: bool, fact: Fact, context: Context
    ) -> Iterable[Action]:
        """A client said whether a practice was done."""
        return ()

    def happened(self, state: State, fact: Fact, context: Context) -> Iterable[Action]:
        """Anything else that the therapy reads happened."""
        return ()

    # What a therapy may use.

    def next_module(self, state: State, attendance: Attendance) -> Iterable[Action]:
        """The contract's own rule: the module that the client is at, and its practice."""
        if not self.contract.is_moved_by_attendance(attendance.offering):
            return
        module = self.module(state, attendance.offering, attendance.client, attendance.date)
        if module is None:
            return
        yield CompleteModule(attendance.client, module["name"], attendance.session)
        if "practice" in module:
            yield AssignPractice(
                attendance.client, module["practice"],
                self.contract.due(module["practice"], attendance.date))

    def module(
        self, state: State, offering: str, client: str, day: datetime.date
    ) -> Optional[Mapping[str, Any]]:
        """The module that a client is at: the first of the offering that is not finished, or by
        rotation that of the day's week, unless it was finished in this turn."""
        if not self.contract.is_by_calendar(offering):
            finished = self.finished(state, client)
            modules = self.contract.modules(offering)
            return next((one for one in modules if one["name"] not in finished), None)
        turn = self.contract.turn(offering, day)
        if turn is None:
            return None
        module, begins = turn
        last = state["cairn"]["finishedOn"].get(client, {}).get(module["name"])
        return None if last is not None and last >= begins.isoformat() else module

    def missed_in_row(self, state: State, client: str) -> int:
        """How many sessions of this therapy in a row a client missed without an excuse."""
        return int(state["cairn"]["missed"].get(client, 0))

    def finished(self, state: State, client: str) -> list[str]:
        """The modules that a client has finished, in order."""
        return list(state["cairn"]["finished"].get(client, []))

    # What the pipe and the desk ask. A therapy leaves it as it is.

    def begin(self) -> State:
        """The initial state, with what the kit remembers under ``cairn``."""
        return {**self.initial(), "cairn": {
            "sessions": {}, "finished": {}, "finishedOn": {}, "missed": {}}}

    def fold(self, state: State, fact: Fact) -> None:
        """Folds a fact: first what the kit remembers, then what the therapy does."""
        kept = state["cairn"]
        if fact.type == "scheduler.session.scheduled":
            session = fact.data["session"]
            kept["sessions"].pop(session, None)
            if fact.data.get("therapy") == self.contract.id:
                kept["sessions"][session] = [fact.data["offering"], fact.data["start"][:10]]
        elif fact.type == "scheduler.attendance.recorded":
            # Who was excused has neither come nor stayed away.
            if fact.data["session"] in kept["sessions"] and fact.data["status"] != "excused":
                missed = kept["missed"].pop(fact.client, 0)
                if fact.data["status"] == "no-show":
                    kept["missed"][fact.client] = missed + 1
        elif fact.type == f"{self.contract.id}.progress.module-completed":
            session = kept["sessions"].get(fact.data.get("session"))
            day = session[1] if session else fact.date.isoformat()
            kept["finishedOn"].setdefault(fact.client, {})[fact.data["module"]] = day
            modules = kept["finished"].setdefault(fact.client, [])
            if fact.data["module"] not in modules:
                modules.append(fact.data["module"])
        self.apply(state, fact)

    def react(self, state: State, fact: Fact, context: Context) -> list[Action]:
        """What follows from a fact that was folded; each action fits the contract."""
        actions = list(self._handle(state, fact, context) or ())
        for action in actions:
            self.contract.check(action)
        return actions

    def _handle(self, state: State, fact: Fact, context: Context) -> Iterable[Action]:
        if fact.type == "scheduler.attendance.recorded":
            attendance = self.attendance(state, fact)
            if attendance is not None and attendance.has_attended:
                return self.attended(state, attendance, context)
            if attendance is not None and attendance.status in AWAY:
                return self.missed(state, attendance, context)
        elif fact.type == f"{self.contract.id}.record.added":
            return self.recorded(state, fact.data["name"], fact, context)
        elif fact.type == f"{self.contract.id}.practice.reported":
            return self.practised(
                state, fact.data["practice"], fact.data["isDone"], fact, context)
        return self.happened(state, fact, context)

    def attendance(self, state: State, fact: Fact) -> Optional[Attendance]:
        """How a client took part in one of this therapy's sessions; ``None`` for another's.

        The fact is a ``scheduler.attendance.recorded``.
        """
        session = state["cairn"]["sessions"].get(fact.data["session"])
        if session is None:
            return None
        return Attendance(
            client=fact.data["client"], session=fact.data["session"], offering=session[0],
            date=datetime.date.fromisoformat(session[1]), status=fact.data["status"],
            minutes=fact.data["minutes"])
