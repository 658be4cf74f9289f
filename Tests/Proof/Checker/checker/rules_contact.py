"""Whether everyone who is not in treatment has a next contact, soon enough, and it is made."""

from collections import defaultdict

from . import moments
from .reading import HOUR

#: An overdue contact is missed or escalated within this many days.
OVERDUE_DAYS = 2
#: The cadence of aftercare (TMAC): weekly for eight weeks, then every 14 days to the end of the
#: first year, then every 28. The eighth weekly contact is kept in the week before day 56.
LAST_WEEKLY, YEAR, EVERY_14, EVERY_28 = 49, 365, 14, 28
#: Who came to nothing on this many days in a row did not come.
ABSENT_DAYS = 2
CAME = {"present", "late", "left-early", "telehealth"}
OUTPATIENT = {"0.5", "1", "2.1"}

AFTERCARE = (
    "aftercare.contact.due", "aftercare.contact.kept", "aftercare.contact.missed",
    "aftercare.outreach.follow-up-assigned", "aftercare.outreach.follow-up-ended",
    "aftercare.outreach.escalated", "aftercare.outreach.exhausted",
    "aftercare.outreach.discharged")
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
        state, book = Situation(facts, client), ContactBook(told[client])
        for day in facts.history.days:
            if not state.needs_contact(day):
                continue
            found.checked += 1
            judge_day(found, client, day, state.allowed_days(day), book.on(day))
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

    def needs_contact(self, day):
        midnight = day * moments.DAY
        return all(self.is_out(minutes) for minutes in (midnight - 1, midnight + 59))

    def is_out(self, minutes):
        if self.registered.local > minutes:
            return False
        enrolled = any(stay.at(minutes) for stay in self.stays)
        seated = any(seat.at(minutes) for seat in self.seats)
        return not (enrolled and seated) or self.did_not_come(minutes)

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
        minutes = day * moments.DAY + 59
        completed = [stay.closed for stay in self.stays
                     if stay.closed is not None and stay.closed["outcome"] == "completed"
                     and stay.closed.local <= minutes]
        if not completed or any(stay.at(minutes) for stay in self.stays):
            return self.limit
        since = completed[-1]
        if self.is_reassessed(since, minutes):
            return self.limit
        days = day - since.local // moments.DAY
        if days < LAST_WEEKLY:
            return self.limit
        return EVERY_14 if days < YEAR - EVERY_14 else EVERY_28

    def is_reassessed(self, since, minutes):
        """Whether a client who finished is in intake again, or was placed elsewhere."""
        after = [e for e in self.placements if since.time <= e.time and e.local <= minutes]
        opened = [e for e in self.intakes if since.time <= e.time and e.local <= minutes]
        if opened and not any(e.time >= opened[-1].time for e in after):
            return True
        return bool(after) and after[-1]["placed"] not in OUTPATIENT


class ContactBook:
    """The contacts of one client that are agreed and not made yet, day by day."""

    def __init__(self, events):
        self.events = sorted(
            events, key=lambda e: (e.time, RANK.get(e.fact, 1), e.position))
        self.due = {e["contact"]: moments.date(e["due"])
                    for e in events if e.kind == "aftercare.contact.due"}
        self.next = 0
        self.assigned = None
        self.contacts, self.escalated, self.done = {}, {}, set()

    def on(self, day):
        """What stands at the beginning of a day; days are asked for in order."""
        while self.next < len(self.events) \
                and self.events[self.next].local < day * moments.DAY + 60:
            self.take(self.events[self.next])
            self.next += 1
        assigned = [self.assigned] if self.assigned else []
        return assigned + list(self.contacts.values()) + list(self.escalated.values())

    def take(self, event):
        getattr(self, "take_" + event.fact.replace("-", "_"))(event)

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
    """A contact that was not made is missed or escalated within two days."""
    if "aftercare" not in facts.clinic.services:
        found.note("the clinic runs without aftercare: not judged")
        return
    last = facts.history.end_local // moments.DAY
    told = facts.history.by_client(*AFTERCARE)
    for client, events in sorted(told.items()):
        for event in events:
            if event.kind not in ("aftercare.contact.due", "aftercare.outreach.escalated"):
                continue
            found.checked += 1
            limit = moments.date(event["due"]) + OVERDUE_DAYS
            if last > limit and not any(
                    answers(other, event) and other.local // moments.DAY <= limit
                    for other in events):
                found.violation(
                    event, f"the contact of {client} due {event['due']} kept, missed or "
                    f"escalated by {moments.show_date(limit)}")
        name_missed(facts.history, found, client, events)


def name_missed(history, found, client, events):
    """The contacts that nobody tried to make: the day was closed over them, by no person."""
    due = {event["contact"]: event for event in events if event.kind == "aftercare.contact.due"}
    for missed in events:
        if missed.fact != "missed" or missed.actor is not None or missed["contact"] not in due:
            continue
        told = due[missed["contact"]]
        follows = [event for event in events if event.time == missed.time
                   and event.fact in ("escalated", "exhausted", "follow-up-assigned")
                   and event.position > missed.position]
        next_step = f", then {follows[0].fact} (position {follows[0].position})" if follows else ""
        found.put_down(
            missed, f"the contact of {client} due {told['due']} was not made",
            f"{told['owner']}, that it was due, at {moments.show_local(told.local)} (position "
            f"{told.position}){next_step}",
            is_leapt=history.staff_time(told.time, missed.time) < HOUR)


def answers(other, event):
    """Whether an event answers a contact that was due, or makes it needless."""
    if other is event or other.time < event.time:
        return False
    if other.fact in ("follow-up-ended", "discharged"):
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
