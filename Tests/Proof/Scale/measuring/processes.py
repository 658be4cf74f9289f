"""What the system says of the processes of a clinic."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def members(folder):
    """The processes that run on a folder, by name: the number of each."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        program = os.path.basename(words[0])
        if folder in words and program.startswith("cairn-") and "guard" not in words:
            found[program.removeprefix("cairn-").removeprefix("plugin-")] = int(name)
    return found


def processor_seconds(pid):
    """Processor time that a process has used, user and system; none if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    """Memory that a process holds, in MiB: now, and the most so far."""
    values = {}
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            for line in file:
                name, _, rest = line.partition(":")
                if name in ("VmRSS", "VmHWM"):
                    values[name] = int(rest.split()[0]) / 1024
    except OSError:
        return 0.0, 0.0
    return values.get("VmRSS", 0.0), values.get("VmHWM", 0.0)


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
            seconds = processor_seconds(pid)
            if seconds is None:
                continue
            known, before = self._last.get(name, (pid, 0.0))
            if known != pid:
                self.restarts += 1
                before = 0.0
            spent[name] = seconds - before
            self._last[name] = (pid, seconds)
        return spent
