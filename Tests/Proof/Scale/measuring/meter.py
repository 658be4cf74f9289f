"""What the processes of a clinic spend from one look to the next."""

from rig import processes


def members(folder):
    """The processes that are measured: all but the guard, by identity."""
    found = processes.members(folder)
    found.pop(processes.GUARD, None)
    return found


class Meter:
    """Processor time by process since it was last asked; who restarted counts from nothing."""

    def __init__(self, folder):
        self.folder = folder
        self._last = {}
        #: Processes that ended and came again since the meter began.
        self.restarts = 0
        self.lap()

    def lap(self):
        spent = {}
        for name, pid in members(self.folder).items():
            seconds = processes.processor_seconds(pid)
            if seconds is None:
                continue
            known, before = self._last.get(name, (pid, 0.0))
            if known != pid:
                self.restarts += 1
                before = 0.0
            spent[name] = seconds - before
            self._last[name] = (pid, seconds)
        return spent
