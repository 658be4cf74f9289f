"""The files of a run: exported journals, and what the rig wrote down."""

import base64
import hashlib
import json
import os
from collections import defaultdict

ORIGIN = "0" * 64
#: Of this stream nothing is ever sent.
IDENTITY = "assessment.identity"


class Unreadable(Exception):
    """The input is not what it should be; nothing is proved either way."""


def chain_hash(message):
    """SHA-256 over topic, attributes and SHA-256(data), each behind its length in four bytes.

    The topic is the first line of the frame that published it: `event.` and its stream.
    """
    digest = hashlib.sha256()
    for part in (message.topic.encode(), message.attributes, hashlib.sha256(message.data).digest()):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


def kept(line, name):
    """Bytes that were kept: as text, or in Base64 where they are none."""
    if name in line:
        return line[name].encode()
    return base64.b64decode(line[name + "Base64"])


class Message:
    """A message with its bytes as they were published."""

    def __init__(self, line):
        self.topic = line["topic"]
        self.attributes, self.data = kept(line, "attributes"), kept(line, "data")
        self.told = json.loads(self.attributes)
        self.id = self.told["id"]
        #: When the rig saw it, in milliseconds of wall time; of what was seen alone.
        self.at = line.get("at")
        self.cause = self.told.get("causationid")
        tokens = self.topic.split(".")
        self.is_event = tokens[0] == "event"
        if self.is_event and len(tokens) != 3:
            raise ValueError(f"{self.topic} is not the topic of an event")
        self.stream = ".".join(tokens[1:]) if self.is_event else None
        self.owner = tokens[1] if self.is_event else None
        self.sequence = self.told.get("sequence")

    @property
    def bytes(self):
        return self.topic.encode(), self.attributes, self.data

    def __str__(self):
        return f"{self.stream} {self.sequence}" if self.is_event else self.topic


class Entry(Message):
    """A message in a journal."""

    def __init__(self, line):
        super().__init__(line)
        self.position, self.is_own = line["position"], line["own"]


class Journal:
    """One process's journal."""

    def __init__(self, identity):
        self.identity, self.count = identity, None
        self.entries, self.parked, self.outbox = [], [], []
        self.heads, self.cursors, self.receipts = {}, {}, {}
        self.repeated_receipts = []
        #: Own events by stream and sequence, and by what caused them.
        self.published, self.by_cause = {}, defaultdict(list)

    def effects(self, cause):
        """The ids of the own events that something caused, in order."""
        return [entry.id for entry in self.by_cause.get(cause, [])]

    def take(self, line):
        (kind, body), = line.items()
        if kind == "journal":
            self.count = body["entries"]
        elif kind == "entry":
            entry = Entry(body)
            self.entries.append(entry)
            if entry.is_own and entry.is_event:
                self.published.setdefault((entry.stream, entry.sequence), entry)
                if entry.cause:
                    self.by_cause[entry.cause].append(entry)
        elif kind == "head":
            self.heads[body["stream"]] = (body["sequence"], body["hash"])
        elif kind == "cursor":
            self.cursors[body["stream"]] = (body["sequence"], body["hash"])
        elif kind == "receipt":
            key = (body["asker"], body["message"])
            if key in self.receipts:
                self.repeated_receipts.append(key)
            self.receipts[key] = json.loads(kept(body, "answer"))
        elif kind == "outbox":
            self.outbox.append(body)
        elif kind == "parked":
            self.parked.append(body)


class Commission:
    """A command that the rig gave, and all that it heard of it."""

    def __init__(self, line):
        self.id, self.asker, self.receiver = line["id"], line["asker"], line["receiver"]
        self.type, self.mark = line["type"], line.get("mark")
        self.answers, self.is_unknown = [], False


class Run:
    """All that a run left."""

    def __init__(self):
        self.journals, self.commissions, self.seen, self.beats = {}, {}, [], {}
        #: When a disk failed, in milliseconds of wall time: from and to.
        self.disk_faults = []
        #: By identity: when it was not heard to be ready, and when a fault struck it.
        self.outages, self.hits = defaultdict(list), defaultdict(list)
        #: Of the outages those in which it said that it was catching up: who, and since when.
        self.starting = set()


def lines_of(path):
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    try:
                        yield json.loads(text)
                    except ValueError as error:
                        raise Unreadable(f"{path}:{number}: not JSON: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: {error}") from error


#: What the rig writes beside the journals.
OWN_LOGS = ("load", "tap", "nemesis", "outages", "history")


def read_run(folder):
    """Reads a folder of ``deploy/chaos``."""
    run = Run()
    try:
        names = sorted(name[:-6] for name in os.listdir(folder) if name.endswith(".jsonl"))
        for name in names:
            if name in OWN_LOGS:
                continue
            run.journals[name] = journal = Journal(name)
            for line in lines_of(f"{folder}/{name}.jsonl"):
                journal.take(line)
            if journal.count is None:
                raise Unreadable(f"{folder}/{name}.jsonl: no journal's first line")
        read_load(run, lines_of(f"{folder}/load.jsonl"))
        run.seen = [Message(line) for line in lines_of(f"{folder}/tap.jsonl")]
        nemesis = list(lines_of(f"{folder}/nemesis.jsonl"))
        run.disk_faults = read_disk_faults(nemesis)
        read_hits(run, nemesis)
        for line in lines_of(f"{folder}/outages.jsonl"):
            run.outages[line["who"]].append((line["begin"], line["end"]))
            if "starting" in line["heard"]:
                run.starting.add((line["who"], line["begin"]))
        with open(f"{folder}/heartbeats.json", encoding="utf-8") as file:
            run.beats = json.load(file)
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{folder}: not the files of a run: {error!r}") from error
    if not run.journals or not run.commissions or not run.seen:
        raise Unreadable(f"{folder}: nothing was done; an empty run proves nothing")
    return run


def read_load(run, lines):
    for line in lines:
        if line["what"] == "invoke":
            run.commissions[line["id"]] = Commission(line)
        elif line["what"] == "answer":
            run.commissions[line["id"]].answers.append(line)
        else:
            run.commissions[line["id"]].is_unknown = True


def read_hits(run, lines):
    """What was struck in one instant begins and ends there; what nobody undid lasts to the end."""
    ends = {line["number"]: line["at"] for line in lines if line["what"] in ("heal", "over")}
    last = max((line["at"] for line in lines), default=0)
    for line in lines:
        if line["what"] == "hit":
            end = ends.get(line["number"], last) if line["lasts"] else line["at"]
            for identity in line["who"]:
                run.hits[identity].append((line["at"], end))


def read_disk_faults(lines):
    begun, spans = {}, []
    for line in lines:
        if line["what"] == "strike" and line["kind"] in ("full-disk", "disk-fault"):
            begun.setdefault(line["kind"], line["at"])
        elif line["what"] == "heal" and line["kind"] in begun:
            spans.append((begun.pop(line["kind"]), line["at"]))
    return spans
