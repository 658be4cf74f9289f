"""Duties as they were told: who had each when, and whether something was somebody's at all times."""

from collections import defaultdict

from . import moments
from .reading import HOUR

OWNERS = ("assessment", "scheduler", "treatment", "aftercare")
#: A service may come to an hour after others, and concludes when its turn is over.
GRACE = 2 * HOUR


class Duty:
    """One duty, with each event that gave it to a person."""

    def __init__(self, opened):
        self.opened, self.closed = opened, None
        self.kind, self.client, self.about = opened["kind"], opened.get("client"), opened["about"]
        self.given = [opened]
        #: When whoever has it is late; a duty that passes to a colleague keeps its time.
        self.due = {opened.id: moments.utc(opened["due"])}

    def give(self, event):
        last = self.due[self.given[-1].id]
        self.due[event.id] = moments.utc(event["due"]) if event.get("due") else last
        self.given.append(event)

    def span(self, end):
        return self.opened.time, self.closed.time if self.closed else end


class Duties:
    def __init__(self, history, therapies=()):
        """`therapies`: the therapies whose hosts have duties too."""
        self.history, self.all = history, []
        self.by_matter = defaultdict(list)
        kinds = [f"{owner}.duty.{fact}" for owner in (*OWNERS, *therapies)
                 for fact in ("opened", "escalated", "reassigned", "closed")]
        by_id = {}
        # One stream for each owner: its own order counts.
        for event in sorted(history.of(*kinds), key=lambda e: (e.owner, e.sequence)):
            if event.fact == "opened":
                duty = by_id[event["duty"]] = Duty(event)
                self.all.append(duty)
                self.by_matter[duty.kind, duty.client].append(duty)
            elif event["duty"] in by_id:
                duty = by_id[event["duty"]]
                if event.fact == "closed":
                    duty.closed = event
                else:
                    duty.give(event)

    def of(self, client, *kinds, about=None):
        return [duty for kind in kinds for duty in self.by_matter[kind, client]
                if about is None or duty.about == about]

    def gap(self, duties, begin, end):
        """When, within a span, something was nobody's for longer than `GRACE` of people's time."""
        reached = begin
        for first, last in sorted(duty.span(self.history.end) for duty in duties):
            if first > end:
                break
            if last < reached:
                continue
            if first > reached and self.history.staff_time(reached, first) > GRACE:
                return reached
            reached = max(reached, last)
        if reached < end and self.history.staff_time(reached, end) > GRACE:
            return reached
        return None


def judge(facts, found, event, what, duties, begin, end):
    """Whether something was somebody's duty all through a span. `event` asks for it."""
    found.checked += 1
    gap = facts.duties.gap(duties, begin, end)
    if gap is not None:
        at = moments.show_local(facts.history.clock.local(gap))
        found.violation(event, f"a duty at each moment: {what}; there is none from {at} on")
