"""How long each process was not ready, beyond the faults that struck it."""

#: What everybody needs: to be heard at all, and to be started again.
NEEDED = ("hub", "supervisor")
#: Whose streams are read: who starts is not ready before it has caught up with those it hears.
OWNERS = (
    "assessment", "scheduler", "peer-groups", "treatment", "aftercare", "supervisor", "cbt",
)
#: The longest that a process may take to be ready again, in milliseconds.
LONGEST = 10_000


class Outage:
    """One time in which a process was not heard to be ready."""

    def __init__(self, identity, begin, end, beyond):
        self.identity, self.begin, self.end = identity, begin, end
        #: The longest of it that no fault accounts for, in milliseconds.
        self.beyond = beyond

    @property
    def length(self):
        return self.end - self.begin

    def __str__(self):
        return (f"{self.identity} was not ready for {self.length / 1000:.1f} s, "
                f"{self.beyond / 1000:.1f} s beyond its faults")


def outages(run):
    """All of a run, by process and time."""
    return [Outage(identity, begin, end, beyond(run, identity, begin, end))
            for identity, spans in sorted(run.outages.items()) for begin, end in spans]


def beyond(run, identity, begin, end):
    """The longest recovery within an outage.

    A fault of its own lasts as long as it lasts, and after it what is to be done begins anew. The
    time in which what it needs is struck or not ready does not count; nothing begins anew by it.
    Neither does, for who catches up, the time that an owner takes to be back after a fault of its
    own, and no more of it than an owner may take: those who wait for each other excuse nobody.
    """
    own = clipped(run.hits[identity], begin, end)
    away = [span for needed in NEEDED if needed != identity
            for span in run.hits[needed] + run.outages[needed]]
    if (identity, begin) in run.starting:
        away += [span for owner in OWNERS if owner != identity for span in excused(run, owner)]
    away = clipped(away, begin, end)
    longest, start = 0, begin
    for hit, over in [*own, (end, end)]:
        longest = max(longest, hit - start - covered(away, start, hit))
        start = max(start, over)
    return longest


def excused(run, owner):
    """When an owner was away after a fault of its own, within the time that it may take."""
    return [span for hit, over in run.hits[owner]
            for span in clipped(run.outages[owner], hit, over + LONGEST)]


def clipped(spans, begin, end):
    """The parts of some spans within a time, in order and without overlaps."""
    parts = []
    for first, last in sorted((max(a, begin), min(b, end)) for a, b in spans
                              if b >= begin and a <= end):
        if parts and first <= parts[-1][1]:
            parts[-1] = (parts[-1][0], max(parts[-1][1], last))
        else:
            parts.append((first, last))
    return parts


def covered(spans, begin, end):
    return sum(max(0, min(last, end) - max(first, begin)) for first, last in spans)
