"""What the processes say of themselves while a clinic is measured."""

import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Chaos"))

from rig.peer import Keys, Peer  # noqa: E402  (the rig's peer is written from docs/protocol.md)

#: The longest turn of a process since its start, in milliseconds of processor time.
LONGEST_TURN = "turn.longest-cpu-ms"


class Heartbeats(threading.Thread):
    """Listens to all heartbeats, and keeps of each process its longest turn and its silence."""

    def __init__(self, folder, identity):
        super().__init__(daemon=True)
        self.peer = Peer(Keys(folder, identity))
        self.peer.subscribe("status.")
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._turns = {}

    def run(self):
        while not self._is_over.is_set():
            message = self.peer.receive(0.2)
            if message is None or not message[0].startswith("status."):
                continue
            beat = json.loads(message[2])
            turn = beat.get("counters", {}).get(LONGEST_TURN)
            if turn is None:
                continue
            name = message[0].split(".")[1]
            with self._lock:
                self._turns[name] = max(self._turns.get(name, 0), turn)
        self.peer.close()

    def longest_turns(self):
        """By process, in milliseconds of processor time."""
        with self._lock:
            return dict(self._turns)

    def stop(self):
        self._is_over.set()
        self.join(5)
