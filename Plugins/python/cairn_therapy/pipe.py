"""The pipe of docs/plugins/pipe.md: questions on descriptor 3, answers on descriptor 4.

What a therapy prints goes to its log and never gets into the pipe. An error answers the question,
with its kind and its place alone: what it says might be about a client.
"""

from __future__ import annotations

import datetime
import json
import os
import sys
import traceback
from typing import Any, BinaryIO, Iterator, Mapping, Optional, Type

from .actions import to_json
from .facts import Context, Fact
from .therapy import State, Therapy

#: The one protocol that this version speaks.
PROTOCOL = 1
QUESTIONS, ANSWERS = 3, 4


def run(kind: Type[Therapy]) -> None:
    """Speaks the pipe until the host says goodbye, or is gone."""
    for descriptor in (QUESTIONS, ANSWERS):
        os.set_inheritable(descriptor, False)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with os.fdopen(QUESTIONS, "rb") as questions, os.fdopen(ANSWERS, "wb") as answers:
        Pipe(kind).serve(questions, answers)


class Pipe:
    """One therapy and its state, between questions and answers."""

    def __init__(self, kind: Type[Therapy]) -> None:
        self._kind = kind
        self._therapy: Optional[Therapy] = None
        #: ``None`` before the first ``restore``, and once a fact was folded in part.
        self._state: Optional[State] = None
        self._clinic: Mapping[str, Any] = {}

    def serve(self, questions: BinaryIO, answers: BinaryIO) -> None:
        """Answers each line with a line, in order."""
        for line in questions:
            question = json.loads(line)
            answer = {"n": question["n"], **self._answer(question)}
            answers.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
            answers.flush()
            if question["ask"] == "bye":
                return

    def _answer(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return self._reply(question)
        except Exception as error:  # Whatever a therapy raises is its answer.
            for frame in traceback.extract_tb(error.__traceback__):
                print(f"{frame.filename}:{frame.lineno} in {frame.name}", file=sys.stderr)
            return {"error": described(error)}

    def _reply(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        ask = question["ask"]
        if ask == "bye":
            return {}
        if ask == "hello":
            return self._hello(question)
        if self._therapy is None:
            raise ValueError(f"{ask} was asked before hello")
        if ask == "restore":
            state = question.get("state")
            self._state = self._therapy.begin() if state is None else state
            return {}
        if self._state is None:
            raise ValueError(f"{ask} was asked before restore")
        if ask == "apply":
            for _ in self._fold(question):
                pass
            return {}
        if ask == "react":
            return self._react(question)
        if ask == "state":
            return {"state": self._state}
        raise ValueError("the question is not known")

    def _hello(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        least, most = question["protocol"]
        if not least <= PROTOCOL <= most:
            raise ValueError(f"this kit speaks protocol {PROTOCOL}")
        self._clinic = question.get("clinic", {})
        self._therapy = self._kind(configuration=question.get("configuration"))
        return {"protocol": PROTOCOL}

    def _fold(self, question: Mapping[str, Any]) -> Iterator[Fact]:
        """Each fact, once it is folded. What is left half-way is no state: it is forgotten."""
        therapy, state = self._therapy, self._state
        self._state = None
        for value in question["facts"]:
            fact = Fact.read(value)
            therapy.fold(state, fact)
            yield fact
        self._state = state

    def _react(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        therapy, state = self._therapy, self._state
        context = Context(
            now=datetime.datetime.fromisoformat(question["now"]),
            date=datetime.date.fromisoformat(question["date"]), clinic=self._clinic,
            configuration=therapy.configuration)
        reacted = 0
        for fact in self._fold(question):
            reacted += 1
            actions = therapy.react(state, fact, context)
            if actions:
                # The facts behind it are asked again, after what it caused.
                self._state = state
                return {"reacted": reacted, "actions": [to_json(one) for one in actions]}
        return {"reacted": reacted, "actions": []}


def described(error: BaseException) -> str:
    """The kind of an error and its place. Only what the kit itself says is quoted."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = os.path.basename(place.filename)
    text = f"{type(error).__name__} in {name}, line {place.lineno}"
    return f"{text}: {error}" if os.path.dirname(__file__) == os.path.dirname(
        place.filename) and isinstance(error, ValueError) else text
