"""Does what the schedule says to a running clinic, and can undo what lasts."""

import signal
import time
from collections import Counter

from .clinic import KEEPERS, Trouble, send, wait_ended
from .journal import milliseconds
from .peer import Keys
from . import zeromq


class Nemesis:
    """One thread's: it strikes, and heals what has lasted long enough."""

    def __init__(self, clinic, proxies, tap, clock, log):
        self.clinic, self.proxies, self.tap, self.log = clinic, proxies, tap, log
        #: An asker of its own, to move the clinic's clock.
        self.clock = clock
        self.done, self.skipped = Counter(), Counter()
        self.writes_lost = self.rescues = 0
        #: What heals itself: when, what it was, how.
        self._lasting = []

    def run(self, steps, until):
        """Strikes until the moment comes or no step is left."""
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
            end = time.monotonic() + step["pause"]
            while time.monotonic() < end:
                self.heal()
                time.sleep(0.05)

    def heal(self, everything=False):
        """Undoes what has lasted long enough, or all of it."""
        now = time.monotonic()
        for entry in list(self._lasting):
            if everything or entry[0] <= now:
                self._lasting.remove(entry)
                entry[2]()
                self.log.add(at=milliseconds(), what="heal", kind=entry[1])

    def _last(self, step, undo):
        self._lasting.append((time.monotonic() + step["seconds"], step["kind"], undo))

    def _find(self, identity):
        pid = self.clinic.members().get(identity)
        if pid is None:
            raise Missing(identity)
        return pid

    # Processes.

    def _kill(self, step):
        send(self._find(step["target"]), signal.SIGKILL)

    def _kill_pair(self, _):
        """A sender and its receiver at once, while a command is under way between them."""
        receiver, sender = self._find("assessment"), self._find("simulator")
        # Once for a sender that is awake: early on the first day it asks for nothing.
        self._await_order()
        send(receiver, signal.SIGSTOP)
        self._await_order()
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
        send(self._find("hub"), signal.SIGKILL)

    def _kill_supervisor(self, _):
        send(self._find("supervisor"), signal.SIGKILL)
        self._up_again()

    def _up_again(self):
        """What a person does who finds the clinic down: mends the disk, and brings it up."""
        self.heal(everything=True)
        end = time.monotonic() + 60
        while self.clinic.members():
            if time.monotonic() > end:
                raise Trouble(f"without a supervisor there still run {self.clinic.members()}")
            time.sleep(0.05)
        self.clinic.up()

    def _pause(self, step):
        self._freeze(self._find(step["target"]), step)

    def _pause_hub(self, step):
        self._freeze(self._find("hub"), step)

    def _freeze(self, pid, step):
        send(pid, signal.SIGSTOP)
        self._last(step, lambda: send(pid, signal.SIGCONT))

    def _restart_hub(self, _):
        self.clinic.run("restart", "hub", "--clinic", self.clinic.folder, "--wait", "10",
                        check=False)

    def _restart_service(self, step):
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
        self._last(step, lambda: [viewer.close() for viewer in viewers])

    def _cut_wire(self, step):
        proxy = self.proxies[step["target"]]
        proxy.cut()
        self._last(step, proxy.heal)

    def _dead_wire(self, step):
        self.proxies[step["target"]].deaden()

    # The disk.

    def _full_disk(self, step):
        disk = self.clinic.disk
        if disk.is_own:
            disk.fill()
            self._last(step, disk.free)
        else:
            for identity in KEEPERS:
                disk.fail(identity, "ENOSPC")
            self._last(step, disk.mend)

    def _disk_fault(self, step):
        self.clinic.disk.fail(step["target"], step["error"])
        self._last(step, self.clinic.disk.mend)

    def _power_cut(self, step):
        """One process, as if it ran on a computer of its own: nobody restarts it before the loss."""
        target = self._find(step["target"])
        supervisor = self.clinic.members().get("supervisor")
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
        self.clinic.end_all()
        for identity in KEEPERS:
            self.writes_lost += self.clinic.disk.lose_unsynced(identity, step["kept"])
        self._up_again()

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
