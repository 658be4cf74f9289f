"""A small run that keeps every promise, to be broken in one place by each test."""

import hashlib
import json

from judge.reading import ORIGIN




def digest_of(line):
    digest = hashlib.sha256()
    data = hashlib.sha256(line["data"].encode()).digest()
    for part in (line["topic"].encode(), line["attributes"].encode(), data):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


class Journal:
    """Lines of an exported journal, made event by event."""

    def __init__(self, identity):
        self.identity, self.entries, self.receipts = identity, [], []
        self.heads, self.cursors, self.outbox, self.parked = {}, {}, [], []

    def publish(self, entity, fact, identifier, cause, **body):
        stream = f"{self.identity}.{entity}"
        sequence, before = self.heads.get(stream, (0, ORIGIN))
        attributes = {"id": identifier, "causationid": cause, "sequence": sequence + 1,
                      "prevhash": before, "type": f"{stream}.{fact}.v1"}
        line = self.add(f"event.{stream}", attributes, body, own=True)
        self.heads[stream] = (sequence + 1, digest_of(line))
        return line

    def add(self, topic, attributes, body, own):
        line = {"position": len(self.entries) + 1, "own": own, "topic": topic,
                "attributes": json.dumps(attributes), "data": json.dumps(body)}
        self.entries.append(line)
        return line

    def note(self, line):
        """Takes in another's event."""
        self.entries.append({**line, "position": len(self.entries) + 1, "own": False})
        told = json.loads(line["attributes"])
        stream = line["topic"].removeprefix("event.")
        self.cursors[stream] = (told["sequence"], digest_of(line))

    def receipt(self, asker, message, outcome, events):
        answer = json.dumps({"outcome": outcome, "events": events, "guidance": []})
        self.receipts.append({"asker": asker, "message": message, "answer": answer, "expires": "-"})

    def lines(self):
        yield {"journal": {"clinic": "c", "kind": "rehearsal", "identity": self.identity,
                           "entries": len(self.entries)}}
        for line in self.entries:
            yield {"entry": line}
        for kind, places in (("head", self.heads), ("cursor", self.cursors)):
            for stream, (sequence, digest) in places.items():
                yield {kind: {"stream": stream, "sequence": sequence, "hash": digest}}
        for kind, lines in (("receipt", self.receipts), ("outbox", self.outbox),
                            ("parked", self.parked)):
            for line in lines:
                yield {kind: line}


class Story:
    """Journals, what the rig did, and what it saw."""

    def __init__(self):
        self.assessment, self.ledger = Journal("assessment"), Journal("ledger")
        self.simulator = Journal("simulator")
        self.journals = [self.assessment, self.ledger, self.simulator]
        self.load, self.tap, self.nemesis, self.beats = [], [], [], None
        self.outages = []

    def file(self, name):
        return {"load": self.load, "tap": self.tap, "nemesis": self.nemesis,
                "outages": self.outages}[name]

    def hit(self, number, at, *who, over=None):
        """A fault struck somebody, in an instant or until it was over."""
        self.nemesis.append({"what": "hit", "number": number, "at": at, "who": list(who),
                             "lasts": over is not None})
        if over is not None:
            self.nemesis.append({"what": "over", "number": number, "at": over})

    def away(self, who, begin, end, *heard):
        """Nobody heard that a process was ready."""
        self.outages.append({"what": "outage", "who": who, "begin": begin, "end": end,
                             "heard": list(heard)})

    def command(self, identifier, outcome, events, mark=None, kind="assessment.register-client.v1"):
        self.load.append({"what": "invoke", "asker": "cli-fd1", "id": identifier, "at": 1,
                          "receiver": "assessment", "type": kind, "mark": mark})
        if outcome == "unknown":
            self.load.append({"what": "unknown", "asker": "cli-fd1", "id": identifier, "at": 2})
        else:
            self.answer(identifier, outcome, events)

    def answer(self, identifier, outcome, events):
        self.load.append({"what": "answer", "asker": "cli-fd1", "id": identifier, "at": 2,
                          "by": "assessment", "outcome": outcome, "events": events,
                          "refusal": None})

    def see(self, line, at=5):
        self.tap.append({"at": at, "topic": line["topic"], "attributes": line["attributes"],
                         "data": line["data"]})

    def register(self, identifier, mark=None):
        """A client whose registration was acknowledged, and came to the ledger."""
        events = [f"{identifier}-1", f"{identifier}-2"]
        published = [self.assessment.publish("client", "registered", events[0], identifier),
                     self.assessment.publish("consent", "given", events[1], identifier)]
        self.assessment.receipt("cli-fd1", identifier, "accepted", events)
        for line in published:
            self.see(line)
            self.ledger.note(line)
        self.command(identifier, "accepted", events, mark)

    def heartbeats(self):
        beats = {"hub": {"state": "ready"}}
        for journal in self.journals:
            beats[journal.identity] = {
                "state": "ready",
                "heads": {stream: {"sequence": sequence, "hash": digest}
                          for stream, (sequence, digest) in journal.heads.items()},
                "positions": {stream: place[0] for stream, place in journal.cursors.items()}}
        return beats

    def write(self, folder):
        def put(name, lines):
            with open(f"{folder}/{name}.jsonl", "w", encoding="utf-8") as file:
                for line in lines:
                    file.write(json.dumps(line) + "\n")
        for journal in self.journals:
            put(journal.identity, journal.lines())
        for name in ("load", "tap", "nemesis", "outages"):
            put(name, self.file(name))
        with open(f"{folder}/heartbeats.json", "w", encoding="utf-8") as file:
            json.dump(self.beats or self.heartbeats(), file)


def good_story():
    story = Story()
    story.register("m1")
    story.register("m2")
    story.answer("m2", "accepted", ["m2-1", "m2-2"])
    story.command("m3", "refused", [])
    story.assessment.receipt("cli-fd1", "m3", "refused", [])
    story.command("m4", "unknown", [])
    # A command of the simulator, which assessment decided on.
    line = {"topic": "command.assessment.answer-intake.simulator",
            "attributes": json.dumps({"id": "s1"}), "data": "{}"}
    story.see(line)
    story.assessment.receipt("simulator", "s1", "refused", [])
    story.register("m5", mark="last")
    # A pause of four seconds, and nine more until it was ready again.
    story.hit(1, 1_000, "ledger", over=5_000)
    story.away("ledger", 900, 14_000)
    return story
