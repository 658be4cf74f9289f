"""Whether each client of phase 1 was offered the hours that make it level 2.1."""

from . import moments

#: At most this many of a hundred client-weeks may fall short, each with a blocker that is true.
SHORT_WEEKS_PERCENT = 5
#: What people decide about a client or the clinic; around the others a plan could have gone.
CHOSEN = {"commitment", "do-not-pair", "cancelled", "closure", "ages", "language", "consent",
          "not-for"}


def phase_one_hours(facts, found):
    """Each client of phase 1 is offered its hours in each full week, or a conflict says truly why
    not; where that is no choice of a person, in at most 5 % of the client-weeks."""
    weeks = client_weeks(facts)
    found.checked = len(weeks)
    short = [week for week in weeks if week.is_short]
    own = [week for week in short if not judge_shortfall(facts, found, week)]
    if len(own) * 100 > SHORT_WEEKS_PERCENT * found.checked:
        found.violation(
            None, f"at most {SHORT_WEEKS_PERCENT} % of {found.checked} client-weeks under the "
            f"hours of phase 1 by no choice of a person, not {len(own)}")
    found.note(f"{len(short)} of {found.checked} client-weeks fell short")


class ClientWeek:
    """One client's week in phase 1: what was owed and what was offered, in minutes."""

    def __init__(self, facts, client, monday):
        self.client, self.monday = client, monday
        self.offered = sum(
            version.end - version.start for version in offered(facts, client, monday))
        self.needed = owed_minutes(facts, client)

    @property
    def is_short(self):
        return self.offered < self.needed

    def __str__(self):
        return (f"{self.client} was offered {self.offered} of {self.needed} minutes in the week "
                f"of {moments.show_date(self.monday)}")


def client_weeks(facts):
    return [ClientWeek(facts, client, monday) for monday in full_weeks(facts)
            for client in seated_in_phase_one(facts, monday)]


def owed_minutes(facts, client):
    """What makes level 2.1 by age, and what the phase promises adults if that is more."""
    if facts.clients.ages(client) == "adolescent":
        return facts.clinic.adolescent_hours * 60
    return max(facts.clinic.first_phase["hoursPerWeek"], facts.clinic.adult_hours) * 60


def full_weeks(facts):
    """The weeks without a closure that have passed as a whole, whether or not somebody planned
    them."""
    first = min(event.local for event in facts.history.events) // moments.DAY
    last = facts.history.end_local // moments.DAY - 6
    return [monday for monday in range(first - moments.weekday(first), last + 1, 7)
            if not any(monday <= day < monday + 7 for day in facts.clinic.closures)]


def seated_in_phase_one(facts, monday):
    """Who had a seat before that Monday and kept it, the phase and the enrollment all week."""
    phase = facts.clinic.first_phase["id"]
    return [
        client for client, stays in sorted(facts.clients.stays.items())
        if any(stay.spans(monday, monday + 6) and stay.only_phase(monday, monday + 6) == phase
               for stay in stays)
        and any(seat.spans(monday, monday + 6) and seat.joined["phase"] == phase
                for seat in facts.clients.seats[client])
    ]


def offered(facts, client, monday):
    """The group sessions that were on the client's calendar when they began."""
    return [version for version in facts.calendar.offered
            if monday <= version.date < monday + 7 and client in version.clients
            and version.group is not None and version.kind != "individual"]


def judge_shortfall(facts, found, week):
    """Whether a week fell short by what people chose, and that was told."""
    conflicts = [event for event in facts.history.of("scheduler.conflict.found")
                 if event["client"] == week.client
                 and moments.date(event["week"]) == week.monday
                 # A conflict may be about the individual session instead.
                 and event["neededMinutes"] == week.needed]
    true = [(event, blocker) for event in conflicts for blocker in event["blockers"]
            if is_true(facts, event, blocker)]
    if not conflicts:
        found.violation(None, f"{week}; expected all, or a conflict that says why not")
    elif not true:
        kinds = sorted({blocker["kind"] for e in conflicts for blocker in e["blockers"]})
        found.violation(conflicts[-1], f"{week}; expected a blocker that is true, not "
                        f"{', '.join(kinds) or 'none'}")
    elif all(blocker["kind"] in CHOSEN for _, blocker in true):
        event, kinds = true[-1][0], sorted({blocker["kind"] for _, blocker in true})
        found.put_down(
            event, str(week), f"the conflict of that week ({', '.join(kinds)}), at "
            f"{moments.show_local(event.local)} (position {event.position})")
        return True
    return False


def is_true(facts, conflict, blocker):
    """Whether a blocker is borne out by other events, and is about what the client missed."""
    judge = JUDGES.get(blocker["kind"])
    client, monday = conflict["client"], moments.date(conflict["week"])
    span = moments.WeeklyTime(blocker["at"]).on(monday) if blocker.get("at") else None
    case = Case(facts, conflict, client, monday, blocker, span)
    return judge is not None and case.is_relevant and bool(judge(case))


class Case:
    """One blocker of one conflict."""

    def __init__(self, facts, conflict, client, monday, blocker, span):
        self.facts, self.conflict, self.client, self.monday = facts, conflict, client, monday
        self.group, self.by, self.span = blocker.get("group"), blocker.get("by"), span
        self.known_group = facts.clinic.groups.get(self.group)

    @property
    def own(self):
        """The groups in which the client had a seat all week."""
        return {seat.group for seat in self.facts.clients.seats[self.client]
                if seat.spans(self.monday, self.monday + 6)}

    @property
    def is_relevant(self):
        """Whether it is about the client's own group, and a session that was not offered: what
        is true of another group explains nothing."""
        return self.group in self.own | {None} and not (self.span and any(
            version.group in self.own and version.overlaps(*self.span)
            for version in offered(self.facts, self.client, self.monday)))

    @property
    def is_template(self):
        """Whether the group really meets then: a blocker of nothing blocks nothing."""
        return self.span is not None and any(
            self.group in (None, template.group) and template.at.on(self.monday) == self.span
            for template in self.facts.clinic.templates)

    def others(self):
        """The sessions of others that stand at the blocked time of that week."""
        return [v for v in self.facts.calendar.in_week(self.monday)
                if self.span and v.overlaps(*self.span) and v.group != self.group]


def by_commitment(case):
    """A session that had begun when the conflict was found was blocked by what held when it began."""
    clients = case.facts.clients
    known = clients.possible_commitments(case.client, case.conflict)
    if case.span is not None and case.span[0] <= case.conflict.local:
        known = clients.commitments_at(case.client, case.span[0])
    return case.is_template and any(
        span.overlaps(*case.span) for spans in known for span in spans)


def by_closure(case):
    day = moments.date(case.by) if case.by else case.span and case.span[0] // moments.DAY
    return day in case.facts.clinic.closures and case.monday <= day < case.monday + 7


def by_capacity(case):
    if case.known_group is None:
        return False
    limit = min(case.known_group["capacity"], case.facts.clinic.group_capacity)
    members = case.facts.clients.members(case.group, case.conflict.local)
    return len(members) >= limit or any(
        v.group == case.group and len(v.clients) >= min(v.capacity, limit)
        for v in case.facts.calendar.in_week(case.monday))


def by_pairing(case):
    pair = frozenset((case.client, case.by))
    minutes = case.span[0] if case.span else case.conflict.local
    if not any(pair == forbidden for forbidden, _ in case.facts.clients.forbidden(minutes, 0)):
        return False
    if case.by in case.facts.clients.members(case.group, case.conflict.local):
        return True
    return case.span is not None and any(
        case.by in v.clients and v.start // 60 == case.span[0] // 60
        for v in case.facts.calendar.in_week(case.monday))


def by_ages(case):
    ages = case.facts.clients.ages(case.client)
    return case.known_group is not None and ages not in (None, case.known_group["ages"])


def by_language(case):
    event = case.facts.clients.registered.get(case.client)
    return (case.known_group is not None and event is not None
            and event["language"] != case.known_group["language"])


def by_room(case):
    return case.by in case.facts.clinic.rooms and any(
        v.room == case.by for v in case.others())


def by_clinician(case):
    if not case.is_template or case.by not in case.facts.clinic.staff:
        return False
    return not case.facts.clinic.works(case.by, *case.span) or any(
        v.clinician == case.by for v in case.others())


def by_no_group(case):
    """No group of the phase for that age; or the named one does not meet for long enough."""
    if case.group is not None:
        return sum(t.at.end - t.at.start for t in case.facts.clinic.templates
                   if t.group == case.group) < owed_minutes(case.facts, case.client)
    phase, ages = case.facts.clinic.first_phase["id"], case.facts.clients.ages(case.client)
    return not any(group["phase"] == phase and group["ages"] == ages
                   for group in case.facts.clinic.groups.values())


def by_therapy(case):
    """A therapy holds the session, and the client is kept out of it: which word it goes by is the rule
    of the therapies' terms."""
    return case.by is not None and any(
        v.group == case.group and v.event.get("therapy") is not None
        and case.client not in v.clients and case.span and v.overlaps(*case.span)
        for v in case.facts.calendar.in_week(case.monday))


def by_cancellation(case):
    return any(
        case.monday <= v.date < case.monday + 7 and v.group in case.own
        and case.group in (None, v.group) and (case.span is None or v.overlaps(*case.span))
        for v in case.facts.calendar.cancelled)


JUDGES = {
    "commitment": by_commitment, "closure": by_closure, "capacity": by_capacity,
    "do-not-pair": by_pairing, "ages": by_ages, "language": by_language, "room": by_room,
    "clinician": by_clinician, "no-group": by_no_group, "cancelled": by_cancellation,
    "consent": by_therapy, "not-for": by_therapy,
}
