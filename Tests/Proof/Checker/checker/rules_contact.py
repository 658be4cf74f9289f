"""Whether everyone who is not in treatment has a next contact, soon enough, and it is made."""

from collections import defaultdict

from . import moments
from .reading import HOUR

#: An overdue contact is missed or escalated within this many days.
OVERDUE_DAYS = 2
#: The cadence of whoever is not in the program's hands (TMAC): weekly for eight weeks, then every 14
#: days to the end of the first year, then every 28. The eighth weekly contact is kept in the week
#: before day 56.
LAST_WEEKLY, YEAR, EVERY_14, EVERY_28 = 49, 365, 14, 28
#: Who came to nothing on this many days in a row did not come.
ABSENT_DAYS = 2
CAME = {"present", "late", "left-early", "telehealth"}
#: Days between two letters to somebody who asked not to be called.
LETTERS = 90
#: Duties that are contacts.
CONTACTS = {"contact", "follow-referral"}
#: Who may make a contact.
CARE = {"director", "clinical-supervisor", "clinician", "nurse", "prescriber", "case-manager",
        "peer-specialist"}

AFTERCARE = (
    "aftercare.duty.opened", "aftercare.duty.escalated", "aftercare.duty.closed",
    "aftercare.outreach.closed",
    "aftercare.contact.due", "aftercare.contact.kept", "aftercare.contact.missed",
    "aftercare.outreach.follow-up-assigned", "aftercare.outreach.follow-up-ended",
    "aftercare.outreach.escalated", "aftercare.outreach.exhausted",
    "aftercare.outreach.discharged", "aftercare.contact.return-to-use-reported")
#: In one hour, what was achieved counts before what follows from it.
RANK = {"kept": 0, "missed": 0}


def next_contact_known(facts, found):
    """On each day everyone who has not been in treatment since the day before has an owner and a
    next contact, at most 7 days away or, in aftercare, by its cadence."""
    if "aftercare" not in facts.clinic.services:
        found.note("the clinic runs without aftercare: not judged")
        return
    told = facts.history.by_client(*AFTERCARE)
    for client in sorted(facts.clients.registered):
        state, book = Situation(facts, client), ContactBook(told[client], facts.history.clock)
        for day in facts.history.days:
            if not state.needs_contact(day):
                continue
            standing = book.on(day)
            if state.is_closed(day, book.reopened):
                continue
            found.checked += 1
            last = day + (LETTERS if book.is_quiet else state.allowed_days(day))
            judge_day(found, client, day, facts.clinic.day_of_work(last, CARE) - day, standing)
    for event in facts.history.of(
            "aftercare.outreach.follow-up-assigned", "aftercare.contact.due"):
        if event["owner"] not in facts.clinic.staff:
            found.violation(event, f"an owner of the clinic's staff, not {event['owner']}")


def judge_day(found, client, day, allowed, standing):
    """`standing`: the open contacts, as pairs of date and the event that set it."""
    if any(day - OVERDUE_DAYS <= date <= day + allowed for date, _ in standing):
        return
    ahead = sorted((date, event.position, event) for date, event in standing)
    near = f"the nearest is {moments.show_date(ahead[-1][0])}" if ahead else "there is none"
    found.violation(
        ahead[-1][2] if ahead else None,
        f"{client} a next contact within {allowed} days of {moments.show_date(day)}; {near}")


class Situation:
    """Whether a client is in treatment, from the facts of the other services."""

    def __init__(self, facts, client):
        self.registered = facts.clients.registered[client]
        self.stays, self.seats = facts.clients.stays[client], facts.clients.seats[client]
        self.limit = facts.clinic.follow_up_days
        self.attendance = facts.attendance[client]
        self.intakes = facts.intakes[client]
        self.placements = facts.placements[client]
        self.levels = {phase["level"] for phase in facts.clinic.phases.values()}
        if "1" in self.levels:
            # What the fourth edition calls outpatient care begins in a phase of level 1.
            self.levels |= {"1.0", "1.5"}
        self.ends = facts.ends[client]

    def needs_contact(self, day):
        midnight = day * moments.DAY
        return all(self.is_out(minutes) for minutes in (midnight - 1, midnight + 59))

    def is_out(self, minutes):
        if self.registered.local > minutes:
            return False
        enrolled = any(stay.at(minutes) for stay in self.stays)
        seated = any(seat.at(minutes) for seat in self.seats)
        return not (enrolled and seated) or self.did_not_come(minutes)

    def is_closed(self, day, reopened):
        """Whether a person ended the contact, and nothing has brought the client back since.

        `reopened`: the last time at which a call in, or a report, opened the door again."""
        minutes = day * moments.DAY - 1
        closed = [e for e in self.ends if e.kind == "aftercare.outreach.closed"
                  and e["ending"] != "do-not-call" and e.local <= minutes]
        if not closed:
            return False
        back = [e.time for e in self.intakes + self.placements if e.local <= minutes]
        back += [stay.opened.time for stay in self.stays if stay.opened.local <= minutes]
        back += [event.time for event, _ in self.attendance
                 if event["status"] in CAME and event.local <= minutes]
        return closed[-1].time > max(back + [reopened])

    def did_not_come(self, minutes):
        """Whether nothing was attended in this stay on the last two days with attendance. An
        excused absence says nothing either way; a call does not make a client come."""
        since = max(stay.opened.local for stay in self.stays if stay.at(minutes))
        days = defaultdict(set)
        for event, date in self.attendance:
            if since <= event.local <= minutes and event["status"] in CAME | {"no-show"}:
                days[date].add(event["status"])
        last = sorted(days)[-ABSENT_DAYS:]
        return len(last) == ABSENT_DAYS and all(days[date] == {"no-show"} for date in last)

    def allowed_days(self, day):
        """By where the client stands since when: contacts thin out once the program has let go."""
        minutes = day * moments.DAY + 59
        if any(stay.at(minutes) for stay in self.stays):
            return self.limit
        has_left, since = self.last_change(minutes)
        days = day - since // moments.DAY
        if not has_left or days < LAST_WEEKLY:
            return self.limit
        return EVERY_14 if days < YEAR - EVERY_14 else EVERY_28

    def last_change(self, minutes):
        """Whether the last change took the client out of the program's hands, and when."""
        changes = [(e.order, False, e.local) for e in self.intakes]
        changes += [(e.order, e["placed"] not in self.levels, e.local) for e in self.placements]
        changes += [(e.order, True, e.local) for e in self.ends]
        changes += [(stay.closed.order, True, stay.closed.local)
                    for stay in self.stays if stay.closed is not None]
        return max(change for change in changes if change[2] <= minutes)[1:]


class ContactBook:
    """The contacts of one client that are agreed and not made yet, day by day."""

    def __init__(self, events, clock):
        self.clock = clock
        self.events = sorted(
            events, key=lambda e: (e.time, RANK.get(e.fact, 1), e.position))
        self.due = {e["contact"]: moments.date(e["due"])
                    for e in events if e.kind == "aftercare.contact.due"}
        self.next = 0
        self.assigned = None
        self.contacts, self.escalated, self.done = {}, {}, set()
        #: Duties of contacts that are open, and those that were passed on, by their id.
        self.duties, self.passed = set(), {}
        #: When a call in or a report opened the door again, and whether only letters go out.
        self.reopened, self.is_quiet = 0, False

    def on(self, day):
        """What stands at the beginning of a day; days are asked for in order."""
        while self.next < len(self.events) \
                and self.events[self.next].local < day * moments.DAY + 60:
            self.take(self.events[self.next])
            self.next += 1
        assigned = [self.assigned] if self.assigned else []
        return assigned + list(self.contacts.values()) + list(self.escalated.values()) \
            + list(self.passed.values())

    def take(self, event):
        if event.entity == "duty":
            return self.take_duty(event)
        if event.kind == "aftercare.outreach.closed":
            self.is_quiet = event["ending"] == "do-not-call"
            self.assigned = None
            self.contacts, self.escalated = {}, {}
            return None
        return getattr(self, "take_" + event.fact.replace("-", "_"))(event)

    def take_duty(self, event):
        if event.fact == "opened" and event["kind"] in CONTACTS:
            self.duties.add(event["duty"])
        elif event.fact == "closed":
            self.duties.discard(event["duty"])
            self.passed.pop(event["duty"], None)
        elif event["duty"] in self.duties:
            self.passed[event["duty"]] = self.clock.local(moments.utc(event["due"])) \
                // moments.DAY, event

    def take_return_to_use_reported(self, event):
        self.reopened = event.time

    def take_follow_up_assigned(self, event):
        self.assigned = moments.date(event["nextContact"]), event

    def take_follow_up_ended(self, event):
        self.assigned = None
        self.contacts, self.escalated = {}, {}

    def take_due(self, event):
        if event["contact"] not in self.done:
            self.contacts[event["contact"]] = moments.date(event["due"]), event

    def take_kept(self, event):
        self.done.add(event["contact"])
        if event.get("direction") == "incoming":
            self.reopened = event.time
        self.contacts.pop(event["contact"], None)
        self.escalated = {}
        self.pass_assigned(event)

    def take_missed(self, event):
        today = event.local // moments.DAY
        if self.contacts.get(event["contact"], (today + 1,))[0] <= today:
            del self.contacts[event["contact"]]
        self.escalated = {contact: told for contact, told in self.escalated.items()
                          if told[0] > today}
        self.pass_assigned(event)

    def pass_assigned(self, event):
        """The contact that was assigned is the one that was tried."""
        today = event.local // moments.DAY
        until = max(today, self.due.get(event["contact"], today))
        if self.assigned and self.assigned[0] <= until:
            self.assigned = None

    def take_escalated(self, event):
        self.contacts.pop(event["contact"], None)
        self.escalated = {event["contact"]: (moments.date(event["due"]), event)}

    def take_exhausted(self, event):
        self.escalated = {}

    def take_discharged(self, event):
        self.contacts, self.escalated = {}, {}


def overdue_pursued(facts, found):
    """A contact that was not made is tried, or its duty passed on, within two days of work."""
    if "aftercare" not in facts.clinic.services:
        found.note("the clinic runs without aftercare: not judged")
        return
    last = facts.history.end_local // moments.DAY
    told = facts.history.by_client(*AFTERCARE)
    for client, events in sorted(told.items()):
        others = {event["duty"] for event in events
                  if event.kind == "aftercare.duty.opened" and event["kind"] not in CONTACTS}
        events = [event for event in events if event.get("duty") not in others]
        for event in events:
            if event.kind not in ("aftercare.contact.due", "aftercare.outreach.escalated"):
                continue
            found.checked += 1
            limit = facts.clinic.day_of_work(moments.date(event["due"]) + OVERDUE_DAYS, CARE)
            if last > limit and not any(
                    answers(other, event) and other.local // moments.DAY <= limit
                    for other in events):
                found.violation(
                    event, f"the contact of {client} due {event['due']} kept, tried or "
                    f"passed on by {moments.show_date(limit)}")
        name_missed(facts.history, found, client, events)


def name_missed(history, found, client, events):
    """The contacts that nobody tried to make in time: the duty went to the next person."""
    opened = {event["duty"]: event for event in events
              if event.kind == "aftercare.duty.opened"}
    for passed in events:
        if passed.kind != "aftercare.duty.escalated" or passed["duty"] not in opened:
            continue
        told = opened.pop(passed["duty"])
        due = moments.utc(told["due"])
        found.put_down(
            passed, f"the contact of {client} due {moments.show_local(history.clock.local(due))} "
            "was not made",
            f"{told['person']}, at {moments.show_local(told.local)} (position {told.position}), "
            f"then {passed['person']} (position {passed.position})",
            is_leapt=history.staff_time(told.time, passed.time) < HOUR)


def answers(other, event):
    """Whether an event answers a contact that was due, or makes it needless."""
    if other is event or other.time < event.time:
        return False
    if other.fact in ("follow-up-ended", "discharged") or other.entity == "duty":
        # A duty that is passed on is answered by a person, however long nobody tries.
        return other.entity != "duty" or other.fact == "escalated"
    if other.kind == "aftercare.outreach.closed":
        return True
    if event.fact == "due":
        if other.fact == "follow-up-assigned":
            # A new situation brings a new contact; in the same one nothing is put off.
            return event["situation"] != other["situation"]
        return other.fact in ("kept", "missed", "escalated") \
            and other["contact"] == event["contact"]
    # A rung may be climbed by a contact of its own; the miss that led to it does not answer it.
    return other.fact == "kept" or other.fact in ("missed", "exhausted", "escalated") \
        and (other.time > event.time or other["contact"] != event["contact"])
