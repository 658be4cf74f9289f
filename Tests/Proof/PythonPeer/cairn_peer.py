"""A peer of the Cairn bus, written from docs/protocol.md alone. Needs pyzmq with CURVE.

Numbers in brackets are sections of that document.
"""

import json
import pathlib
import random
import secrets
import time
import uuid

import zmq
from zmq.utils.monitor import parse_monitor_message

from frames import ORIGIN, BadMessage, attributes_text, chain_hash, messages, written

#: [5] The one protocol that this peer speaks.
PROTOCOL = 2
PROBE = json.dumps({"protocols": [PROTOCOL, PROTOCOL]}).encode()


def rfc3339(seconds):
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{whole}.{int(seconds * 1000) % 1000:03d}Z"


class Refused(Exception):
    """[1] The hub did not admit the key at a door."""


class Connection:
    """[1] A PUB to the publishers' door and a SUB to one's own."""

    def __init__(self, bundle, folder, context, door=None):
        self.identity = bundle["identity"]
        publishers, reader = self._doors(bundle, folder, door or self.identity)
        self.publisher = self._socket(context, zmq.PUB, bundle)
        self.subscriber = self._socket(context, zmq.SUB, bundle)
        self.monitors = [
            socket.get_monitor_socket(zmq.EVENT_HANDSHAKE_FAILED_AUTH)
            for socket in (self.publisher, self.subscriber)
        ]
        self.publisher.connect(publishers)
        self.subscriber.connect(reader)
        self.poller = zmq.Poller()
        for socket in [self.subscriber] + self.monitors:
            self.poller.register(socket, zmq.POLLIN)

    @staticmethod
    def _doors(bundle, folder, door):
        address = bundle.get("address")
        if not address:
            return f"ipc://{folder}/run/in.sock", f"ipc://{folder}/run/to-{door}.sock"
        host, port = address.rsplit(":", 1)
        return address, f"{host}:{int(port) + 1 + bundle['slot']}"

    @staticmethod
    def _socket(context, kind, bundle):
        socket = context.socket(kind)
        socket.setsockopt(zmq.SNDHWM, 10_000)
        socket.setsockopt(zmq.RCVHWM, 10_000)
        socket.setsockopt(zmq.LINGER, 1_000)
        socket.setsockopt(zmq.MAXMSGSIZE, 1 << 20)
        socket.curve_serverkey = bundle["hubKey"].encode()
        socket.curve_publickey = bundle["publicKey"].encode()
        socket.curve_secretkey = bundle["secretKey"].encode()
        return socket

    def subscribe(self, prefix):
        assert prefix.endswith((".", "\n"))
        self.subscriber.setsockopt(zmq.SUBSCRIBE, prefix.encode())

    def unsubscribe(self, prefix):
        self.subscriber.setsockopt(zmq.UNSUBSCRIBE, prefix.encode())

    def send(self, topic, attributes, data):
        self.send_parts(written(topic.encode(), (attributes_text(attributes), data)))

    def send_parts(self, *parts):
        """Sends what should be one frame, and is not where that is tried."""
        self.publisher.send_multipart(parts)

    def receive(self, patience):
        """The parts of what has come, after `patience` seconds at most; raises Refused."""
        ready = dict(self.poller.poll(int(patience * 1000)))
        for monitor in self.monitors:
            if monitor in ready:
                parse_monitor_message(monitor.recv_multipart())
                raise Refused(self.identity)
        batch = []
        while self.subscriber in ready and len(batch) < 1_000:
            try:
                batch.append(self.subscriber.recv_multipart(zmq.NOBLOCK))
            except zmq.Again:
                break
        return batch

    def close(self):
        for socket in (self.publisher, self.subscriber):
            socket.disable_monitor()
            socket.close()


class Stream:
    """[5] Where a reader stands in one stream, and what it does about holes."""

    HELD_LIMIT = 1_000

    def __init__(self, name):
        self.name = name
        self.next = 1
        self.hash = ORIGIN
        self.held = {}
        self.head = 0
        self.is_announced = False
        self.was_whole = False
        self.stopped = None
        # Somebody claims another event before `next`: that one is asked for.
        self.suspicion = None
        self.failures = 0
        self.retry_at = 0.0
        self.repairs = 0

    @property
    def owner(self):
        return self.name.split(".")[0]

    @property
    def first_missing(self):
        sequence = self.next
        while sequence in self.held:
            sequence += 1
        return sequence

    @property
    def is_whole(self):
        return self.is_announced and not self.stopped and self.first_missing > self.head

    @property
    def wants_replay(self):
        return not self.stopped and (self.suspicion or self.first_missing <= self.head)

    def event(self, message, deliver):
        """An event of this stream came, by itself or in a page."""
        sequence = message.attributes["sequence"]
        if self.stopped or sequence < self.next or sequence in self.held:
            return
        self.held[sequence] = message
        self.head = max(self.head, sequence)
        if len(self.held) > self.HELD_LIMIT:
            del self.held[max(self.held)]
        while self.next in self.held and not self.stopped:
            due = self.held.pop(self.next)
            if due.attributes["prevhash"] != self.hash:
                self.stopped = "journal-forked"
                return
            self.hash = chain_hash(*due.lines)
            self.next += 1
            deliver(due)

    def announced(self, sequence, digest):
        """The owner's heartbeat told its head."""
        self.is_announced = True
        self.head = max(self.head, sequence)
        last = self.next - 1
        if sequence < last or sequence == last and last > 0 and digest != self.hash:
            self.suspicion = self.suspicion or (last, self.hash)

    def page(self, page, deliver):
        """The answer to a replay request; whether it brought anything."""
        before, head = self.first_missing, page.attributes["sequence"]
        if self.suspicion:
            sequence, digest = self.suspicion
            first = page.events[0] if page.events else None
            if first and first.attributes["sequence"] == sequence:
                if chain_hash(*first.lines) != digest:
                    self.stopped = "journal-regressed"
                self.suspicion = None
            elif head < sequence:
                self.stopped = "journal-regressed"
        for message in page.events:
            if message.attributes["sequence"] > self.first_missing:
                break
            self.event(message, deliver)
        self.is_announced = True
        self.head = max(self.head, head)
        if page.is_empty and head < self.first_missing:
            # It has nothing from here on: what is held beyond was not its own.
            self.held.clear()
            self.head = self.next - 1
        return self.first_missing > before or not self.wants_replay


class Peer:
    """[1, 5, 6] Joins, reads streams without loss, gives commands and asks queries."""

    def __init__(
        self, bundle, folder, context, lose=lambda message: False, record=lambda *parts: None
    ):
        """`lose` decides which received messages are thrown away, as a full pipe would; `record`
        is told topic, attributes and data of what comes, and of what is asked."""
        self.identity = bundle["identity"]
        self.bus = Connection(bundle, folder, context)
        self.source = f"/{pathlib.Path(folder).name}/{self.identity}"
        self.token = secrets.token_hex(16)
        self.inbox = f"inbox.{self.identity}.{self.token}."
        self.lose = lose
        self.record = record
        self.streams = {}
        self.delivered = {}
        self.heartbeats = {}
        self.replies = {}
        names = ("lost", "dropped", "asked", "pages", "caught_up", "repaired")
        self.counts = dict.fromkeys(names, 0)
        #: What was dropped, by reason.
        self.reasons = {}
        #: Who speaks another protocol.
        self.strangers = set()
        self.joined = False
        self.asks = {}
        self.due = []

    # Joining [5]

    def join(self, patience=10.0):
        self.bus.subscribe(self.inbox)
        self.bus.subscribe("status.")
        probe = self.attributes("probe.v1")
        probe["inreplyto"] = probe["id"]
        deadline = time.monotonic() + patience
        while not self.joined:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.identity} did not join")
            self.bus.send(self.inbox + self.identity, probe, PROBE)
            self.turn(0.05)

    def attributes(self, type_name):
        return {
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": self.source,
            "type": type_name, "time": rfc3339(time.time()), "datacontenttype": "application/json",
        }

    # Reading [5]

    def follow(self, name):
        if name not in self.streams:
            self.streams[name] = Stream(name)
            self.bus.subscribe(f"event.{name}\n")

    def turn(self, patience=0.05):
        """Takes in what has come, and asks for what is missing."""
        for parts in self.bus.receive(patience):
            try:
                for message in messages(parts, self.dropped):
                    self.came(message)
            except BadMessage as reason:
                self.dropped(str(reason))
        self.repair()

    def came(self, message):
        """One entry: events of one frame are taken as if each had come by itself."""
        self.record(message.topic, message.attributes, message.data)
        if self.lose(message):
            self.counts["lost"] += 1
            return
        try:
            self.take(message)
        except BadMessage as reason:
            self.dropped(str(reason))

    def dropped(self, reason):
        self.counts["dropped"] += 1
        self.reasons[reason] = self.reasons.get(reason, 0) + 1

    def until(self, holds, what, patience=60.0):
        deadline = time.monotonic() + patience
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(what)
            self.turn()

    def take(self, message):
        if message.sender in self.strangers and message.kind != "status":
            return
        if message.kind == "event":
            stream = self.streams.get(message.stream)
            if stream:
                stream.repairs = 0
                stream.event(message, self.deliver)
        elif message.kind == "status":
            self.heartbeat(message.sender, message.body)
        elif message.kind == "inbox" and message.topic.startswith(self.inbox):
            self.reply(message)

    def deliver(self, message):
        self.delivered.setdefault(message.stream, []).append(message)

    def heartbeat(self, sender, body):
        lowest, highest = body["protocols"]
        if not lowest <= PROTOCOL <= highest:
            self.strangers.add(sender)
            return
        self.strangers.discard(sender)
        before = self.heartbeats.get(sender)
        self.heartbeats[sender] = body
        is_new = before is not None and before["incarnation"] != body["incarnation"]
        for stream in self.streams.values():
            if stream.owner != sender:
                continue
            if is_new:
                stream.failures, stream.retry_at = 0, 0.0
                self.asks.pop(sender, None)
            head = body["heads"].get(stream.name)
            if head:
                stream.announced(head["sequence"], head["hash"])
            elif body["state"] != "starting":
                stream.announced(0, ORIGIN)

    def repair(self):
        now = time.monotonic()
        for owner, (stream, _, deadline) in list(self.asks.items()):
            if now > deadline:
                del self.asks[owner]
                self.failed(stream)
        for stream in self.streams.values():
            stream.was_whole = stream.was_whole or stream.is_whole
            if stream.owner in self.asks or stream.retry_at > now or not stream.wants_replay:
                continue
            wait = random.uniform(0, 0.020)
            patience = (2, 4, 8)[min(stream.failures, 2)]
            request = self.attributes(f"{stream.owner}.replay.v1")
            self.asks[stream.owner] = (stream, request["id"], now + wait + patience)
            self.due.append((now + wait, stream, request))
        for entry in [entry for entry in self.due if entry[0] <= now]:
            self.due.remove(entry)
            _, stream, request = entry
            request["replytoken"] = self.token
            start = stream.suspicion[0] if stream.suspicion else stream.first_missing
            owner, entity = stream.name.split(".")
            topic = f"query.{owner}.replay.{entity}.{self.identity}"
            self.bus.send(topic, request, json.dumps({"from": start}).encode())
            self.counts["asked"] += 1

    def failed(self, stream):
        wait = min(10.0, 0.25 * 2**stream.failures) * random.uniform(1, 1.5)
        stream.failures += 1
        stream.retry_at = time.monotonic() + wait

    def reply(self, message):
        question = message.attributes.get("inreplyto")
        if message.sender == self.identity:
            self.joined = True
        elif message.is_page:
            self.page(message, question)
        else:
            self.replies[question, message.sender] = message

    def page(self, message, question):
        ask = self.asks.get(message.sender)
        if not ask or ask[1] != question:
            self.replies[question, message.sender] = message
            return
        stream = ask[0]
        if message.body["stream"] != stream.name:
            raise BadMessage("bad-page")
        del self.asks[message.sender]
        self.counts["pages"] += 1
        before = stream.first_missing
        if stream.page(message, self.deliver):
            count = "repaired" if stream.was_whole else "caught_up"
            self.counts[count] += stream.first_missing - before
            stream.failures = 0
            stream.repairs += 0 if stream.wants_replay else 1
            if stream.repairs >= 2:
                # Twice without a live event: the hub may have forgotten the subscription.
                stream.repairs = 0
                self.bus.unsubscribe(f"event.{stream.name}\n")
                self.bus.subscribe(f"event.{stream.name}\n")
        else:
            self.failed(stream)

    # Asking [6]

    def give(self, receiver, verb, body, actor, role, version=1, identifier=None, patience=20.0):
        """Gives a command until it is answered; the reply message, or None: unknown."""
        request = self.attributes(f"{receiver}.{verb}.v{version}")
        request.update(
            id=identifier or request["id"], actor=actor, role=role,
            dataclassification="operational")
        return self.answered(
            f"command.{receiver}.{verb}.{self.identity}", request, receiver, body, patience)

    def ask(self, receiver, name, body, version=1, patience=20.0):
        request = self.attributes(f"{receiver}.{name}.v{version}")
        request["dataclassification"] = "operational"
        return self.answered(
            f"query.{receiver}.{name}.{self.identity}", request, receiver, body, patience)

    def history(self, name, patience=20.0):
        """[5] A stream's events from the ledger, page by page to its head, and that head as
        `(sequence, hash)`; a message instead if the ledger refuses."""
        events, following = [], ORIGIN
        while True:
            request = self.attributes("ledger.history.v1")
            topic = f"query.ledger.history.{name}.{self.identity}"
            page = self.answered(
                topic, request, "ledger", {"from": len(events) + 1}, patience)
            if page is None:
                raise TimeoutError(f"no page of {name}")
            if page.attributes["type"] == "query-refusal.v1":
                return page, None
            if page.body["stream"] != name:
                raise BadMessage("bad-page")
            head = page.attributes["sequence"], page.attributes["prevhash"]
            for event in page.events:
                if event.attributes["sequence"] != len(events) + 1:
                    raise BadMessage("bad-page")
                if event.attributes["prevhash"] != following:
                    raise BadMessage("journal-forked")
                following = chain_hash(*event.lines)
                events.append(event)
            if len(events) >= head[0]:
                return events, head
            if not page.events:
                raise BadMessage("bad-page")

    def answered(self, topic, request, receiver, body, patience):
        request["replytoken"] = self.token
        request["deadline"] = rfc3339(time.time() + patience)
        end, wait, send_at = time.monotonic() + patience, 0.5, 0.0
        self.record(topic, request, json.dumps(body).encode())
        key = request["id"], receiver
        self.replies.pop(key, None)
        while key not in self.replies:
            now = time.monotonic()
            if now >= end:
                return None
            if now >= send_at:
                self.bus.send(topic, request, json.dumps(body).encode())
                send_at, wait = now + wait * random.uniform(1, 1.5), min(30.0, wait * 2)
            self.turn()
        return self.replies[key]

    def close(self):
        self.bus.close()
