"""People who give commands: each with an id of its own, repeated until it is answered or too late."""

import json
import random
import threading
import time
from datetime import date, datetime, timedelta, timezone

from .journal import milliseconds
from .peer import Keys, Peer, wall_text

ROLES = {"fd1": "front-desk", "t01": "clinician", "dir": "director", "cm1": "case-manager"}
#: Who may give what, beside what the whole staff may.
CARING, MANAGING = ("t01", "dir", "cm1"), ("dir",)
#: After an answer the same command is sent once more so often: as a slow network would.
REPEATED = 0.25


class Commission:
    """A command as it was given, and what came back."""

    def __init__(self, identifier, kind, receiver, verb, body, data_class, subject):
        self.identifier, self.kind, self.receiver, self.verb = identifier, kind, receiver, verb
        self.body, self.data_class, self.subject = body, data_class, subject


class Population:
    """Clients whose registration was acknowledged; shared by all who ask."""

    def __init__(self, most):
        self._lock, self._known, self.most, self.named = threading.Lock(), [], most, 0
        #: By which event each client's commitments stand, as far as anybody was told.
        self._standing = {}

    def add(self, client, event):
        with self._lock:
            if client not in self._known:
                self._known.append(client)
                self._standing.setdefault(client, event)

    def stands(self, client, event=None):
        """By which event the client's commitments stand; ``event`` says that they do so now."""
        with self._lock:
            if event:
                self._standing[client] = event
            return self._standing[client]

    def draw(self, chance, count=1):
        with self._lock:
            return chance.sample(self._known, count) if len(self._known) >= count else None

    def is_full(self):
        with self._lock:
            return self.named >= self.most

    def name(self):
        with self._lock:
            self.named += 1
            return f"c-x{self.named:04d}"


class Asker(threading.Thread):
    """One member of the staff at work."""

    def __init__(self, folder, staff, seed, log, population, tap, pace):
        super().__init__(daemon=True, name=staff)
        self.staff, self.log, self.population, self.tap = staff, log, population, tap
        self.identity = f"cli-{staff}"
        self.chance = random.Random(f"{seed} {staff}")
        self.peer = Peer(Keys(folder, self.identity))
        self.peer.join(0.2)
        self.pace = pace
        self.count = 0
        self.slowest = 0.0
        self._is_over = threading.Event()

    def run(self):
        while not self._is_over.is_set():
            commission = self.choose()
            if commission is None:
                self.listen(0.1)
                continue
            # Some give up early: then the outcome is not known, and must not be half of one.
            self.give(commission, self.chance.choice([4, 20, 20, 30]))
            self.listen(self.chance.uniform(0, 2 * self.pace))
        self.peer.close()

    def stop(self):
        self._is_over.set()
        self.join(60)

    # What there is to do.

    def choose(self):
        kinds = [("register", 3), ("commitments", 3), ("questionnaire", 4), ("forbid", 1),
                 ("plan", 1), ("contact", 2)]
        if self.staff in CARING:
            kinds.append(("intake", 2))
        if self.staff in MANAGING:
            kinds += [("clock", 6), ("reveal", 2)]
        names, weights = zip(*kinds)
        return getattr(self, f"_{self.chance.choices(names, weights)[0]}")()

    def _make(self, receiver, verb, body, data_class="clinical", subject=None):
        self.count += 1
        identifier = f"{self.chance.getrandbits(64):016x}-{self.staff}-{self.count}"
        return Commission(
            identifier, f"{receiver}.{verb}.v1", receiver, verb, body, data_class, subject)

    def _register(self):
        if self.population.is_full():
            return None
        return self.registration(self.population.name())

    def registration(self, client):
        return self._make(
            "assessment", "register-client",
            {"ages": "adult", "client": client, "commitments": [], "consent": True,
             "contact": f"contact of {client}", "language": "en", "name": f"name of {client}"},
            "identifying", client)

    def _commitments(self):
        clients = self.population.draw(self.chance)
        if not clients:
            return None
        start = self.chance.randint(6, 9)
        day = self.chance.choice(["mon", "tue", "wed", "thu", "fri"])
        return self._make(
            "assessment", "change-commitments",
            {"client": clients[0], "commitments": [f"{day} {start:02d}:00-{start + 7:02d}:30"],
             "replaces": self.population.stands(clients[0])},
            subject=clients[0])

    def _questionnaire(self):
        clients = self.population.draw(self.chance)
        if not clients:
            return None
        answers = {str(item): {"value": self.chance.randint(0, 3)} for item in range(1, 9)}
        answers["9"] = {"value": self.chance.choice([0, 0, 0, 0, 1])}
        return self._make(
            "assessment", "submit-questionnaire",
            {"answers": answers, "client": clients[0], "instrument": "phq-9"}, subject=clients[0])

    def _intake(self):
        clients = self.population.draw(self.chance)
        if not clients:
            return None
        return self._make(
            "assessment", "answer-intake",
            {"answers": {"seizure-history": {"value": 0}}, "client": clients[0]},
            subject=clients[0])

    def _forbid(self):
        clients = self.population.draw(self.chance, 2)
        if not clients:
            return None
        return self._make(
            "peer-groups", "forbid-pairing",
            {"first": clients[0], "reason": "chaos", "second": clients[1]}, subject=clients[0])

    def _plan(self):
        clock = self.tap.clock()
        if clock is None:
            return None
        today = date.fromisoformat(clock[:10])
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7)
        return self._make(
            "scheduler", "plan-week", {"week": monday.isoformat()}, "operational")

    def _contact(self):
        if not self.tap.contacts:
            return None
        try:
            client, contact = self.tap.contacts.popleft()
        except IndexError:
            return None
        return self._make(
            "aftercare", "record-contact",
            {"client": client, "contact": contact, "isReached": self.chance.random() < 0.7,
             "note": "", "returnToUse": False}, subject=client)

    def _clock(self):
        return self.advance(1)

    def advance(self, hours):
        """Moves the rehearsal's clock; a number below zero asks for what must be refused."""
        clock = self.tap.clock()
        if clock is None:
            return None
        moment = datetime.strptime(clock[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
        to = (moment + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return self._make("supervisor", "advance-clock", {"to": to}, "operational")

    def _reveal(self):
        return self._make(
            "supervisor", "record-reveal", {"reason": "chaos", "scope": f"tap {self.count}"})

    # How it is done.

    def give(self, commission, seconds, mark=None):
        """Sends a command until it is answered or past its deadline; the answer, or ``None``."""
        deadline = wall_text(seconds)
        attributes = self.peer.attributes(
            commission.identifier, commission.kind, actor=self.staff, role=ROLES[self.staff],
            replytoken=self.peer.token, deadline=deadline,
            dataclassification=commission.data_class)
        if commission.subject:
            attributes["subject"] = commission.subject
        topic = f"command.{commission.receiver}.{commission.verb}.{self.identity}"
        data = json.dumps(commission.body, sort_keys=True).encode()
        self.log.add(at=milliseconds(), what="invoke", asker=self.identity,
                     id=commission.identifier, receiver=commission.receiver,
                     type=commission.kind, **({"mark": mark} if mark else {}))
        begun = time.monotonic()
        end, pause, answer = begun + seconds, 0.5, None
        while answer is None and time.monotonic() < end:
            self.peer.publish(topic, attributes, data)
            answer = self.listen(min(pause, max(0.01, end - time.monotonic())),
                                 commission.identifier)
            pause = min(pause * 2, 4)
        if answer is None:
            self.log.add(at=milliseconds(), what="unknown", asker=self.identity,
                         id=commission.identifier)
            return None
        self.slowest = max(self.slowest, time.monotonic() - begun)
        if commission.verb == "register-client" and answer["outcome"] == "accepted":
            self.population.add(commission.body["client"], answer["events"][0])
        if commission.verb == "change-commitments" and answer["outcome"] == "accepted":
            self.population.stands(commission.body["client"], answer["events"][0])
        if self.chance.random() < REPEATED:
            self.peer.publish(topic, attributes, data)
        return answer

    def listen(self, seconds, wanted=None):
        """Takes in answers, also late ones; the wanted one as soon as it is there."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            message = self.peer.receive(max(0.0, min(0.1, left)))
            if message is not None and message.kind == "inbox":
                if message.attributes["type"] == "answer.v1":
                    identifier, answer = message.attributes["inreplyto"], message.body
                    self.log.add(at=milliseconds(), what="answer", asker=self.identity,
                                 id=identifier, by=message.sender,
                                 outcome=answer["outcome"], events=answer["events"],
                                 refusal=answer.get("refusal"))
                    if identifier == wanted:
                        return answer
            if left <= 0:
                return None
