"""A passive listener: what was seen published must be in its owner's journal afterwards."""

import threading
import time
from collections import deque

from .journal import milliseconds
from .peer import Keys, Peer


#: A peer speaks once a second; who was not heard to be ready for longer was away, in milliseconds.
AWAY = 2_000


class Tap(threading.Thread):
    """Keeps what passes, and who was heard last."""

    def __init__(self, folder, log, outages, identity="cli-rn1"):
        super().__init__(daemon=True)
        self.peer = Peer(Keys(folder, identity))
        self.peer.subscribe("event.", "command.", "status.")
        self.log, self._outages = log, outages
        self._lock = threading.Lock()
        self._beats, self._ready, self._states = {}, {}, {}
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
            if message.kind == "status":
                self._hear(message.sender, message.body)
                continue
            if message.kind == "event":
                self.events += 1
                if message.attributes["type"].startswith("aftercare.contact.due."):
                    self.contacts.append((message.body["client"], message.body["contact"]))
            elif message.tokens[1] == "assessment" and message.sender == "simulator":
                self.orders += 1
            topic, attributes, data = (line.decode() for line in message.lines)
            self.log.add(at=milliseconds(), topic=topic, attributes=attributes, data=data)
        for identity in sorted(self._ready):
            self._note_outage(identity, milliseconds())
        self.peer.close()

    def _hear(self, identity, beat):
        now = time.monotonic()
        with self._lock:
            self._beats[identity] = (now, beat)
            self._counters[identity, beat["incarnation"]] = beat.get("counters", {})
        if beat["state"] == "ready":
            self._note_outage(identity, milliseconds())
            self._ready[identity] = milliseconds()
            self._states.pop(identity, None)
        else:
            self._states.setdefault(identity, set()).add(beat["state"])

    def _note_outage(self, identity, now):
        """Writes down that nothing was heard of readiness from the last time until now."""
        last = self._ready.get(identity, now)
        if now - last > AWAY:
            self._outages.add(what="outage", who=identity, begin=last, end=now,
                              heard=sorted(self._states.get(identity, [])))

    def beats(self):
        """By identity: how long ago it was heard, in seconds, and what it said."""
        now = time.monotonic()
        with self._lock:
            return {name: (now - at, beat) for name, (at, beat) in self._beats.items()}

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
