"""Whether what has to be done is with somebody who is there."""

from collections import defaultdict

from . import moments
from .duties import GRACE, judge
from .people import HEARING

#: The rungs above those whose duty it is at first.
ABOVE = {"clinical-supervisor", "director"}


class Away:
    """On which days each person was away, and since when that was known."""

    def __init__(self, history):
        self.spans = defaultdict(list)
        for event in sorted(history.of("scheduler.staff.away", "scheduler.staff.back"),
                            key=lambda event: event.sequence):
            own = self.spans[event["staff"]]
            first = moments.date(event["from"])
            if event.fact == "away":
                own.append([first, moments.date(event["through"]), event, None])
                continue
            for span in own:
                if span[3] is None and span[1] >= first:
                    # Whoever comes back early is not away from that day on.
                    span[3] = (first, event.time)

    def told(self, person, day, time):
        """The word by which a person counts as away on a day, as a service knew it at a time."""
        for first, last, event, back in self.spans[person]:
            if not first <= day <= last or event.time >= time - HEARING:
                continue
            # A return that was just told may be known or not: then nothing is judged.
            if back is not None and day >= back[0] and back[1] <= time:
                continue
            return event
        return None

    def is_there(self, person, day, time):
        """Whether nothing that is told by then says that the person is away on that day."""
        return not any(first <= day <= last and event.time <= time
                       for first, last, event, _ in self.spans[person])


def given_to_who_is_there(facts, found):
    """Nobody who is away until a duty is late is given it, unless nobody else of any rung is there."""
    away, clock = Away(facts.history), facts.history.clock
    for duty in facts.duties.all:
        for event in duty.given:
            person = event.get("person")
            if person is None:
                continue
            found.checked += 1
            first, last = (event.local // moments.DAY,
                           clock.local(duty.due[event.id]) // moments.DAY)
            days = range(first, max(first, last) + 1)
            if not all(away.told(person, day, event.time) for day in days):
                continue
            others = [other for other, told in facts.clinic.staff.items()
                      if other != person and ({event["role"]} | ABOVE) & set(told["roles"])
                      and all(away.is_there(other, day, event.time) for day in days)]
            if others:
                found.violation(
                    event, f"the duty {duty.kind} with somebody who is there, such as "
                    f"{others[0]}; {person} is away until "
                    f"{moments.show_date(days[-1])} at least")


def sessions_are_led(facts, found):
    """A session whose leader is away is somebody's duty, until it is covered or cancelled."""
    away, covers = Away(facts.history), defaultdict(list)
    for event in facts.history.of("scheduler.session.covered"):
        covers[event["session"]].append(event)
    for version in facts.calendar.offered:
        found.checked += 1
        begin = version.event.time + (version.start - version.event.local) * 60_000
        leader = version.clinician
        for cover in covers[version.id]:
            if version.event.sequence < cover.sequence and cover.local <= version.start:
                leader = cover["clinician"]
        told = away.told(leader, version.date, begin)
        # Who plans a session and who is away are of one service: no word is under way.
        if told is None or told.local >= version.start - 60:
            continue
        since = max(told.time, version.event.time)
        duties = [duty for duty in facts.duties.all
                  if duty.kind == "cover-session" and duty.about == version.id
                  and duty.opened.local < version.start]
        if not any(facts.history.staff_time(since, duty.opened.time) <= GRACE for duty in duties):
            found.violation(
                version.event, f"{version} led by somebody who is there, or a duty to cover it; "
                f"{leader} is away (position {told.position})")
            continue
        last = duties[-1].given[-1]
        found.put_down(
            version.event, f"{version} was led by nobody who is there: {leader} was away",
            f"{last.get('person')}, to cover or cancel it (position {last.position})",
            is_leapt=facts.history.staff_time(since, begin) <= HEARING)


def concerns_are_somebodys(facts, found):
    """A concern is a duty from its beginning to its close: to take charge of its alert, to put the
    question again, or to screen again and close it."""
    cases = {}
    events = [event for fact in ("concern-opened", "concern-closed")
              for event in facts.history.of(f"assessment.risk.{fact}")]

    def judge_case(opened, end):
        client = opened["client"]
        duties = facts.duties.of(client, "acknowledge-alert", "answer-question")
        duties += facts.duties.of(client, "close-concern", about=opened["kind"])
        judge(facts, found, opened, f"the concern {opened['kind']} of {client}", duties,
              opened.time, end)

    for event in sorted(events, key=lambda event: event.sequence):
        case = event["client"], event["kind"]
        if event.fact == "concern-opened":
            cases.setdefault(case, event)
        elif case in cases:
            judge_case(cases.pop(case), event.time)
    for opened in cases.values():
        judge_case(opened, facts.history.end)
