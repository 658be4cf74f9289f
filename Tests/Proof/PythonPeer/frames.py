"""Frames of the Cairn bus: lines, entries, pages and the chain hash. From docs/protocol.md alone.

Numbers in brackets are sections of that document. Nothing is needed but Python itself.
"""

import hashlib
import json
import re

TOKEN = re.compile(r"[a-z0-9-]+\Z")
DIGEST = re.compile(r"[0-9a-f]{64}\Z")
FACT = re.compile(r"[a-z0-9-]+\.v[1-9][0-9]*\Z")
ORIGIN = "0" * 64
PAGE_TYPE = "replay-page.v2"
#: [2] Limits in bytes, and how many events a frame may bring.
TOPIC, ATTRIBUTES, EVENT_DATA = 255, 8_192, 131_072
FRAME, EVENTS, MOST_EVENTS = 524_288, 262_144, 1_000
#: [3] By kind of message, how many tokens its topic has.
TOKENS = {"event": (3, 3), "command": (4, 4), "query": (4, 6), "inbox": (4, 4), "status": (3, 3)}


def chain_hash(topic, attributes, data):
    """[4] The chain hash of an event, from its lines as they were received."""
    digest = hashlib.sha256()
    for part in (topic, attributes, hashlib.sha256(data).digest()):
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


def written(topic, *entries):
    """[2] A frame, from its topic and from attributes and data of each entry."""
    lines = [topic, *(line for entry in entries for line in entry)]
    assert len(lines) >= 3 and not any(b"\n" in line for line in lines)
    return b"".join(line + b"\n" for line in lines)


def attributes_text(attributes):
    """[2] The line of attributes, from their values."""
    return json.dumps(
        attributes, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()


class BadMessage(Exception):
    """[2] Why something was dropped: one of the protocol's reasons."""


class Topic:
    """[3] The first line of a frame."""

    def __init__(self, line):
        if len(line) > TOPIC:
            raise BadMessage("topic-too-long")
        try:
            self.text = line.decode("ascii")
        except UnicodeDecodeError:
            raise BadMessage("bad-topic") from None
        self.line = line
        self.tokens = self.text.split(".")
        self.kind = self.tokens[0]
        least, most = TOKENS.get(self.kind, (1, 0))
        if not least <= len(self.tokens) <= most or not all(map(TOKEN.match, self.tokens)):
            raise BadMessage("bad-topic")
        if self.kind == "status" and self.tokens[2] != "heartbeat":
            raise BadMessage("bad-topic")

    @property
    def sender(self):
        """[3] The first token after `event.` and `status.`, the last of the others."""
        return self.tokens[1 if self.kind in ("event", "status") else -1]


class Message:
    """[2] One entry of a frame that passed the edge."""

    def __init__(self, topic, attributes, data):
        if len(attributes) > ATTRIBUTES:
            raise BadMessage("attributes-too-long")
        if topic.kind == "event" and len(data) > EVENT_DATA:
            raise BadMessage("data-too-long")
        self.place, self.kind, self.sender = topic, topic.kind, topic.sender
        self.topic, self.tokens = topic.text, topic.tokens
        self.lines = topic.line, attributes, data
        self.data = data
        self.attributes = read_attributes(attributes)
        #: [5] The events that a page brings, and whether it brought none at all.
        self.events, self.is_empty = [], True
        if self.kind == "event":
            self.stream = ".".join(self.tokens[1:])
            self._check_event()
        elif self.is_page:
            self._check_place()

    @property
    def is_page(self):
        return self.kind == "inbox" and self.attributes["type"] == PAGE_TYPE

    @property
    def fact(self):
        """[4] What happened, of an event: `session` of `scheduler` was `scheduled`."""
        return self.attributes["type"].split(".")[2]

    @property
    def body(self):
        try:
            return json.loads(self.data.decode("utf-8"))
        except (ValueError, RecursionError):
            raise BadMessage("bad-data") from None

    def _check_place(self):
        for name in ("sequence", "prevhash"):
            if name not in self.attributes:
                raise BadMessage("missing-attribute")
        sequence, digest = self.attributes["sequence"], self.attributes["prevhash"]
        if not isinstance(sequence, int) or sequence < 0:
            raise BadMessage("bad-attributes")
        if not isinstance(digest, str) or not DIGEST.match(digest):
            raise BadMessage("bad-attributes")

    def _check_event(self):
        stream, fact = self.attributes["type"][: len(self.stream) + 1], len(self.stream) + 1
        if stream != f"{self.stream}." or not FACT.match(self.attributes["type"][fact:]):
            raise BadMessage("bad-attributes")
        self._check_place()
        if self.attributes["sequence"] == 0:
            raise BadMessage("missing-attribute")


def read_attributes(line):
    """[2] The members of one flat object of strings and integers."""
    if b"\r" in line:
        raise BadMessage("bad-attributes")
    try:
        attributes = json.loads(
            line.decode("utf-8"), object_pairs_hook=_once, parse_float=_refused,
            parse_constant=_refused)
        if not isinstance(attributes, dict):
            raise BadMessage("bad-attributes")
        for name, value in attributes.items():
            name.encode("utf-8")
            if isinstance(value, str):
                value.encode("utf-8")
            elif isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 53:
                raise BadMessage("bad-attributes")
        for name in ("id", "source", "type", "time", "datacontenttype"):
            if not isinstance(attributes[name], str):
                raise BadMessage("bad-attributes")
        if attributes["specversion"] != "1.0":
            raise BadMessage("bad-attributes")
    except (ValueError, KeyError, RecursionError):
        raise BadMessage("bad-attributes") from None
    return attributes


def _once(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refused(_):
    raise ValueError("neither text nor an integer")


def messages(parts, dropped):
    """[2] The messages that one ZeroMQ message brings, each as if it had come by itself.

    A frame that breaks a rule raises. An entry that does is told to `dropped` by its reason, and
    the entries beside it stand. A page is one message, which has its events.
    """
    if len(parts) != 1:
        raise BadMessage("part-count")
    (frame,) = parts
    if len(frame) > FRAME:
        raise BadMessage("frame-too-long")
    if not frame.endswith(b"\n"):
        raise BadMessage("bad-frame")
    first, *lines = frame[:-1].split(b"\n")
    topic = Topic(first)
    if not lines or len(lines) % 2:
        raise BadMessage("bad-frame")
    entries = list(zip(lines[::2], lines[1::2]))
    if topic.kind == "event":
        if len(frame) > EVENTS:
            raise BadMessage("frame-too-long")
        return _standing(topic, entries, dropped)
    message = Message(topic, *entries[0])
    if message.is_page:
        message.events = _events(message, entries[1:], dropped)
        message.is_empty = len(entries) == 1
    elif len(entries) > 1:
        raise BadMessage("bad-frame")
    return [message]


def _events(page, entries, dropped):
    """[5] The events of a page: what a live frame of the stream that it names would bring."""
    body = page.body
    stream = body.get("stream") if isinstance(body, dict) else None
    if not isinstance(stream, str) or not isinstance(body.get("from"), int):
        raise BadMessage("bad-data")
    try:
        topic = Topic(f"event.{stream}".encode())
    except BadMessage:
        raise BadMessage("bad-data") from None
    return _standing(topic, entries, dropped)


def _standing(topic, entries, dropped):
    if len(entries) > MOST_EVENTS:
        raise BadMessage("bad-frame")
    standing = []
    for attributes, data in entries:
        try:
            standing.append(Message(topic, attributes, data))
        except BadMessage as reason:
            dropped(str(reason))
    return standing
