"""What the processes say of themselves while a clinic is measured."""

import threading

from rig.peer import Keys, Peer

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
            if message is None or message.kind != "status":
                continue
            turn = message.body.get("counters", {}).get(LONGEST_TURN)
            if turn is None:
                continue
            with self._lock:
                self._turns[message.sender] = max(self._turns.get(message.sender, 0), turn)
        self.peer.close()

    def longest_turns(self):
        """By process, in milliseconds of processor time."""
        with self._lock:
            return dict(self._turns)

    def stop(self):
        self._is_over.set()
        self.join(5)
