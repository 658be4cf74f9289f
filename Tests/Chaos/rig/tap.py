"""A passive listener: what was seen published must be in its owner's journal afterwards."""

import json
import threading
import time
from collections import deque

from .journal import milliseconds
from .peer import Keys, Peer


class Tap(threading.Thread):
    """Keeps what passes, and who was heard last."""

    def __init__(self, folder, log, identity="cli-rn1"):
        super().__init__(daemon=True)
        self.peer = Peer(Keys(folder, identity))
        self.peer.subscribe("event.", "command.", "status.")
        self.log = log
        self._lock = threading.Lock()
        self._beats, self._since_ready, self._longest = {}, {}, {}
        self._is_over = False
        #: Counters of each incarnation of each peer, the last heard.
        self._counters = {}
        #: Commands of the simulator to assessment.
        self.events = self.orders = 0
        #: Contacts that somebody should make: client and contact.
        self.contacts = deque(maxlen=200)

    def run(self):
        while not self._is_over:
            message = self.peer.receive(0.1)
            if message is None:
                continue
            topic, attributes, data = message
            if topic.startswith("status."):
                self._hear(topic.split(".")[1], json.loads(data))
                continue
            if topic.startswith("event."):
                self.events += 1
                if topic == "event.aftercare.contact.due":
                    body = json.loads(data)
                    self.contacts.append((body["client"], body["contact"]))
            elif topic.startswith("command.assessment.") and topic.endswith(".simulator"):
                self.orders += 1
            self.log.add(at=milliseconds(), topic=topic, attributes=attributes, data=data.decode())
        self.peer.close()

    def _hear(self, identity, beat):
        now = time.monotonic()
        with self._lock:
            self._beats[identity] = (now, beat)
            self._counters[identity, beat["incarnation"]] = beat.get("counters", {})
            if beat["state"] == "ready":
                last = self._since_ready.get(identity, now)
                self._longest[identity] = max(self._longest.get(identity, 0.0), now - last)
                self._since_ready[identity] = now

    def beats(self):
        """By identity: how long ago it was heard, in seconds, and what it said."""
        now = time.monotonic()
        with self._lock:
            return {name: (now - at, beat) for name, (at, beat) in self._beats.items()}

    def outages(self):
        """By identity: the longest time, in seconds, without a word of readiness."""
        with self._lock:
            return dict(self._longest)

    def counters(self):
        """All counters of all incarnations, added up by name."""
        total = {}
        with self._lock:
            for (identity, _), counters in self._counters.items():
                for name, value in counters.items():
                    if identity != "hub" and not name.endswith("milliseconds"):
                        total[name] = total.get(name, 0) + value
        return total

    def clock(self):
        beat = self.beats().get("supervisor")
        return beat[1].get("clock") if beat else None

    def stop(self):
        self._is_over = True
        self.join(5)
