"""What the system says of the processes of a clinic."""

import os

TICKS = os.sysconf("SC_CLK_TCK")
#: The process that ends a clinic whose supervisor is gone: it belongs to nobody's figures.
GUARD = "guard"
#: The process around a therapy, which is called by the therapy's name.
HOST = "cairn-plugin-host"


def members(folder):
    """The processes that run on a folder, the guard as ``GUARD``: the number of each by identity."""
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
        if folder not in words or not program.startswith("cairn-") or is_ended(int(name)):
            continue
        identity = program.removeprefix("cairn-")
        if program == HOST and "--plugin" in words:
            identity = words[words.index("--plugin") + 1]
        found[GUARD if GUARD in words else identity] = int(name)
    return found


def below(pid):
    """All processes that a process has started, and those that these have: a therapy's program."""
    parents = {int(name): int(fields[1]) for name in os.listdir("/proc")
               if name.isdigit() and (fields := _stat(name)) is not None}
    found, last = set(), {pid}
    while last:
        last = {child for child, parent in parents.items() if parent in last} - found
        found |= last
    return found


def is_ended(pid):
    """Whether a process is gone, or only waits for its parent to look."""
    fields = _stat(pid)
    return fields is None or fields[0] in (b"Z", b"X")


def processor_seconds(pid):
    """Processor time that a process has used, user and system; none if it is gone."""
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else None


def _stat(pid):
    """The fields behind the program's name, which may itself have blanks; none if it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return None


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
