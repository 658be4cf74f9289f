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
        for name, pid, seconds in self.used():
            if seconds is None:
                continue
            known, before = self._last.get(name, (pid, 0.0))
            if known != pid:
                self.restarts += 1
                before = 0.0
            spent[name] = seconds - before
            self._last[name] = (pid, seconds)
        return spent

    def used(self):
        """Each process with what it has used; a therapy's program by itself, beside its host."""
        for name, pid in members(self.folder).items():
            yield name, pid, processes.processor_seconds(pid)
            programs = processes.below(pid) if is_host(pid) else set()
            if programs:
                used = [processes.processor_seconds(program) for program in programs]
                yield f"{name}'s program", min(programs), sum(seconds or 0.0 for seconds in used)


def is_host(pid):
    """Whether a process is the host of a therapy."""
    try:
        with open(f"/proc/{pid}/comm", encoding="ascii", errors="replace") as file:
            # The system keeps fifteen characters.
            return file.read().strip() == processes.HOST[:15]
    except OSError:
        return False
