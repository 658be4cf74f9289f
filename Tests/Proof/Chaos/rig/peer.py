"""A peer of the bus, written from docs/protocol.md alone: it asks, and it listens."""

import json
import os
import sys
import time
from collections import Counter, deque
from datetime import datetime, timedelta, timezone

from . import zeromq

sys.path.append(f"{os.path.dirname(os.path.abspath(__file__))}/../../PythonPeer")
from frames import BadMessage, attributes_text, messages, written  # noqa: E402

#: What a join tells: the one protocol that this peer speaks.
PROBE = b'{"protocols":[2,2]}'


def wall_text(seconds_ahead=0.0):
    moment = datetime.now(timezone.utc) + timedelta(seconds=seconds_ahead)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


class Keys:
    """What an identity needs to join, read from the clinic's folder."""

    def __init__(self, folder, identity):
        self.folder, self.identity = folder, identity

    def triple(self):
        with open(f"{self.folder}/keys/{self.identity}.json", encoding="utf-8") as file:
            own = json.load(file)
        with open(f"{self.folder}/keys/hub.json", encoding="utf-8") as file:
            hub = json.load(file)
        return own["publicKey"], own["secretKey"], hub["publicKey"]

    @property
    def publishers(self):
        return f"ipc://{self.folder}/run/in.sock"

    @property
    def door(self):
        return f"ipc://{self.folder}/run/to-{self.identity}.sock"


class Arrivals:
    """What came: messages one by one, and of what could not be read the reasons."""

    def __init__(self):
        self.waiting, self.dropped = deque(), Counter()

    def take(self, parts):
        """Takes in one ZeroMQ message, with all that its frame brings."""
        try:
            self.waiting += messages(parts, self._drop)
        except BadMessage as reason:
            self._drop(str(reason))

    def _drop(self, reason):
        self.dropped[reason] += 1


class Peer:
    """One publishing and one reading socket, for one thread."""

    def __init__(self, keys, queue=10_000):
        self.identity = keys.identity
        self.token = os.urandom(16).hex()
        self.arrivals = Arrivals()
        context = zeromq.Context()
        triple = keys.triple()
        self.publisher = context.socket(zeromq.PUB, triple, linger=200, queue=queue)
        self.reader = context.socket(zeromq.SUB, triple, queue=queue)
        # A hub that froze or died without a word must not leave the rig mute. Not on the reader, which
        # may have a full queue: docs/protocol.md section 1 says why.
        self.publisher.set_number(zeromq.HEARTBEAT_IVL, 1_000)
        self.publisher.set_number(zeromq.HEARTBEAT_TIMEOUT, 3_000)
        self.publisher.connect(keys.publishers)
        self.reader.connect(keys.door)

    def subscribe(self, *prefixes):
        for prefix in prefixes:
            self.reader.subscribe(prefix)

    def publish(self, topic, attributes, data):
        self.publisher.send([written(topic.encode(), (attributes_text(attributes), data))])

    def receive(self, seconds):
        """The next message as it was read; ``None`` if there was none."""
        waiting = self.arrivals.waiting
        parts = None if waiting or not self.reader.poll(seconds) else self.reader.receive()
        if parts is not None:
            self.arrivals.take(parts)
        return waiting.popleft() if waiting else None

    def attributes(self, identifier, kind, **more):
        return {"specversion": "1.0", "id": identifier, "source": f"/chaos/{self.identity}",
                "type": kind, "time": wall_text(), "datacontenttype": "application/json", **more}

    def join(self, seconds):
        """Whether the hub brought a message back to its sender in time."""
        self.subscribe(f"inbox.{self.identity}.{self.token}.")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            identifier = os.urandom(8).hex()
            self.publish(f"inbox.{self.identity}.{self.token}.{self.identity}",
                         self.attributes(identifier, "probe.v1", inreplyto=identifier), PROBE)
            message = self.receive(0.05)
            if message and message.topic.endswith(f".{self.token}.{self.identity}"):
                return True
        return False

    def close(self):
        self.publisher.close()
        self.reader.close()
