"""Does what the schedule says to a running clinic, and can undo what lasts."""

import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager

from .clinic import KEEPERS, Trouble, send, wait_ended
from .journal import milliseconds
from .peer import Keys
from . import zeromq


EVERYBODY = KEEPERS + ["hub"]


class Nemesis:
    """Strikes in one thread, and in another heals what has lasted long enough.

    Two threads, since a strike may wait, and what lasts four seconds is to last no longer by it.
    """

    def __init__(self, clinic, proxies, tap, clock, log):
        self.clinic, self.proxies, self.tap, self.log = clinic, proxies, tap, log
        #: An asker of its own, to move the clinic's clock.
        self.clock = clock
        self.done, self.skipped = Counter(), Counter()
        self.writes_lost = self.rescues = 0
        #: What heals itself: when, what it was, how, and its number in the log.
        self._lasting, self._lock = [], threading.RLock()
        self._hits = 0
        self._is_over = threading.Event()

    def run(self, steps, until):
        """Strikes until the moment comes or no step is left."""
        healer = threading.Thread(target=self._heal_in_time, daemon=True, name="healer")
        healer.start()
        try:
            self._strike(steps, until)
        finally:
            self._is_over.set()
            healer.join()

    def _heal_in_time(self):
        while not self._is_over.wait(0.05):
            self.heal()

    def _strike(self, steps, until):
        for step in steps:
            if time.monotonic() >= until:
                break
            self.log.add(at=milliseconds(), what="strike", **step)
            try:
                getattr(self, "_" + step["kind"].replace("-", "_"))(step)
                self.done[step["kind"]] += 1
            except Missing as missing:
                # It is down already: the same seed strikes the same way, and hits nothing.
                self.skipped[step["kind"]] += 1
                self.log.add(at=milliseconds(), what="missed", who=str(missing))
            time.sleep(step["pause"])

    def heal(self, everything=False):
        """Undoes what has lasted long enough, or all of it."""
        with self._lock:
            now = time.monotonic()
            for entry in list(self._lasting):
                if everything or entry[0] <= now:
                    self._lasting.remove(entry)
                    entry[2]()
                    self.log.add(at=milliseconds(), what="heal", kind=entry[1], number=entry[3])

    def _hit(self, *who, lasts=False):
        """Writes down who is struck from now on; what lasts is over with a line of its number."""
        with self._lock:
            self._hits += 1
            self.log.add(
                at=milliseconds(), what="hit", number=self._hits, who=list(who), lasts=lasts)
            return self._hits

    @contextmanager
    def _hitting(self, *who):
        """As long as the strike itself lasts."""
        number = self._hit(*who, lasts=True)
        try:
            yield
        finally:
            self.log.add(at=milliseconds(), what="over", number=number)

    def _last(self, step, who, undo):
        number = self._hit(*who, lasts=True)
        with self._lock:
            until = time.monotonic() + step["seconds"]
            self._lasting.append((until, step["kind"], undo, number))

    def _find(self, identity):
        pid = self.clinic.members().get(identity)
        if pid is None:
            raise Missing(identity)
        return pid

    # Processes.

    def _kill(self, step):
        pid = self._find(step["target"])
        self._hit(step["target"])
        send(pid, signal.SIGKILL)

    def _kill_pair(self, _):
        """A sender and its receiver at once, while a command is under way between them."""
        receiver, sender = self._find("assessment"), self._find("simulator")
        # Once for a sender that is awake: early on the first day it asks for nothing.
        self._await_order()
        with self._hitting("assessment"):
            send(receiver, signal.SIGSTOP)
            self._await_order()
            self._hit("simulator")
            send(sender, signal.SIGKILL)
            send(receiver, signal.SIGKILL)

    def _await_order(self):
        """Lets hours pass until the simulator asks something of assessment."""
        before = self.tap.orders
        for _ in range(24):
            self._advance({"hours": 1})
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                if self.tap.orders > before:
                    return
                time.sleep(0.01)

    def _kill_hub(self, _):
        pid = self._find("hub")
        self._hit("hub")
        send(pid, signal.SIGKILL)

    def _kill_supervisor(self, _):
        pid = self._find("supervisor")
        with self._hitting(*EVERYBODY):
            send(pid, signal.SIGKILL)
            self._await_nobody()
        self.clinic.up()

    def _await_nobody(self):
        """What a person does who finds the clinic down: mends the disk, and waits for its end."""
        self.heal(everything=True)
        end = time.monotonic() + 60
        while self.clinic.members():
            if time.monotonic() > end:
                raise Trouble(f"without a supervisor there still run {self.clinic.members()}")
            time.sleep(0.05)

    def _pause(self, step):
        self._freeze(step["target"], step)

    def _pause_hub(self, step):
        self._freeze("hub", step)

    def _freeze(self, identity, step):
        pid = self._find(identity)
        send(pid, signal.SIGSTOP)
        self._last(step, [identity], lambda: send(pid, signal.SIGCONT))

    def _restart_hub(self, _):
        self._hit("hub")
        self.clinic.run("restart", "hub", "--clinic", self.clinic.folder, "--wait", "10",
                        check=False)

    def _restart_service(self, step):
        self._hit(step["target"])
        self.clinic.run("restart", step["target"], "--clinic", self.clinic.folder, "--wait", "10",
                        check=False)

    # The wire.

    def _frozen_viewers(self, step):
        context, viewers = zeromq.Context(), []
        keys = Keys(self.clinic.folder, "cli-ps1")
        for _ in range(step["count"]):
            viewer = context.socket(zeromq.SUB, keys.triple(), queue=1)
            viewer.subscribe("event.")
            viewer.subscribe("status.")
            viewer.connect(keys.door)
            viewers.append(viewer)
        self._last(step, [], lambda: [viewer.close() for viewer in viewers])

    def _cut_wire(self, step):
        proxy = self.proxies[step["target"]]
        proxy.cut()
        self._last(step, [step["target"]], proxy.heal)

    def _dead_wire(self, step):
        self._hit(step["target"])
        self.proxies[step["target"]].deaden()

    # The disk.

    def _full_disk(self, step):
        disk = self.clinic.disk
        if disk.is_own:
            disk.fill()
            self._last(step, KEEPERS, disk.free)
        else:
            for identity in KEEPERS:
                disk.fail(identity, "ENOSPC")
            self._last(step, KEEPERS, disk.mend)

    def _disk_fault(self, step):
        self.clinic.disk.fail(step["target"], step["error"])
        self._last(step, [step["target"]], self.clinic.disk.mend)

    def _power_cut(self, step):
        """One process, as if it ran on a computer of its own: nobody restarts it before the loss."""
        target = self._find(step["target"])
        supervisor = self.clinic.members().get("supervisor")
        with self._hitting(step["target"], "supervisor"):
            if supervisor:
                send(supervisor, signal.SIGSTOP)
            try:
                self._await_write(step["target"])
                send(target, signal.SIGKILL)
                wait_ended(target)
                self.writes_lost += self.clinic.disk.lose_unsynced(step["target"], step["kept"])
            finally:
                if supervisor:
                    send(supervisor, signal.SIGCONT)

    def _await_write(self, identity):
        """A cut says something only where it comes between a write and its sync."""
        end = time.monotonic() + 2
        while time.monotonic() < end and not self.clinic.disk.has_unsynced(identity):
            time.sleep(0.0002)

    def _power_cut_all(self, step):
        self._await_write("assessment")
        with self._hitting(*EVERYBODY):
            self.clinic.end_all()
            for identity in KEEPERS:
                self.writes_lost += self.clinic.disk.lose_unsynced(identity, step["kept"])
            self._await_nobody()
        self.clinic.up()

    # The clock.

    def _clock_jump(self, step):
        """Hours in one leap, whatever is under way and whoever stands still."""
        self._advance(step)

    def _clock_back(self, step):
        self._advance(step)

    def _advance(self, step):
        commission = self.clock.advance(step["hours"])
        if commission is None:
            raise Missing("the clock")
        self.clock.give(commission, 10)

    # What a person would do.

    def rescue(self, beats):
        """Starts again who was given up, as an operator would."""
        if "supervisor" not in beats:
            return
        for identity in beats["supervisor"][1].get("stopped", []):
            self.rescues += 1
            self.log.add(at=milliseconds(), what="start", who=identity)
            self.clinic.run("start", identity, "--clinic", self.clinic.folder, "--wait", "20",
                            check=False)


class Missing(Exception):
    """Who should be struck is not there."""
