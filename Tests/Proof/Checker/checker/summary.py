"""The counts that a director would ask for, and the least that the default seed must show."""

from collections import defaultdict

from . import moments
from .reading import HOUR
from .rules_contact import CAME
from .rules_hours import SHORT_WEEKS_PERCENT, client_weeks

ELSEWHERE = {"3.1", "3.3", "3.5", "3.7", "3.7-wm", "4"}
#: What the default seed's history shows at least.
DEFAULT_SEED = {
    "clients in aftercare": 6,
    "missed contacts followed up": 3,
    "step-downs": 5,
    "step-ups": 1,
    "referred to detox or residential and followed up": 2,
    "danger alerts": 3,
    "overrides": 1,
    "clients who waited and were then seated": 1,
    "therapies": 6,
    "practice reported": 20,
    "forms of therapies": 10,
}
#: What the default seed's history shows at most.
DEFAULT_SEED_MOST = {"short weeks in phase 1, of a hundred": SHORT_WEEKS_PERCENT,
                     "days of the longest gap between contacts": 60, "clients lost": 0, "reviews that nobody decided": 0}


def summarize(facts):
    history = facts.history
    directions = [e["direction"] for e in history.of("scheduler.enrollment.phase-changed")]
    return {
        "clients in aftercare": sum(
            in_aftercare(stays) for stays in facts.clients.stays.values()),
        "missed contacts followed up": missed_and_followed_up(history),
        "step-downs": directions.count("step-down"),
        "step-ups": directions.count("step-up"),
        "referred to detox or residential and followed up": referred_and_followed_up(facts),
        "danger alerts": sum(e["kind"] != "safety-question-open"
                             for e in history.of("assessment.risk.alerted")),
        "overrides": sum(e["placed"] != e["indicated"]
                         for e in history.of("assessment.placement.confirmed")),
        "clients who waited and were then seated": waited_and_seated(facts),
        "short weeks in phase 1, of a hundred": short_weeks(facts),
        "clients lost": len(lost(facts)),
        "days of the longest gap between contacts": longest_gap(facts),
        "reviews that nobody decided": reviews_undecided(facts),
        "therapies": len(facts.therapies.owners),
        "practice reported": sum(event.entity == "practice" and event.fact == "reported"
                                 for _, _, events in facts.therapies for event in events),
        "forms of therapies": sum("." in event["instrument"]
                                  for event in history.of("assessment.questionnaire.submitted")),
    }


def lost(facts):
    """Clients for whom nothing is open or planned at the end of some day: no duty, no seat, no
    session to come and no contact."""
    clock, found = facts.history.clock, set()
    contacts = facts.history.by_client(
        "aftercare.outreach.follow-up-assigned", "aftercare.outreach.follow-up-ended",
        "aftercare.outreach.closed")
    duties, last = defaultdict(list), defaultdict(int)
    for duty in facts.duties.all:
        duties[duty.client].append(duty.span(facts.history.end))
    for version in facts.calendar.offered:
        for client in version.clients:
            last[client] = max(last[client], version.date)
    for client, registered in facts.clients.registered.items():
        spans = duties[client]
        told = sorted(contacts[client], key=lambda event: event.sequence)
        for day in facts.history.days:
            minutes = day * moments.DAY - 1
            if registered.local > minutes or day <= last[client]:
                continue
            before = [event for event in told if event.local <= minutes]
            if before and before[-1].fact != "follow-up-ended":
                continue
            if any(seat.at(minutes) for seat in facts.clients.seats[client]):
                continue
            if not any(clock.local(first) <= minutes <= clock.local(end) for first, end in spans):
                found.add(client)
    return found


def longest_gap(facts):
    """Days in which nobody heard of a client who is waited for: no contact and no session."""
    heard = defaultdict(list)
    for event in facts.history.of("aftercare.contact.kept"):
        heard[event["client"]].append(event.local // moments.DAY)
    for client, records in facts.attendance.items():
        heard[client] += [date for event, date in records if event["status"] in CAME]
    longest = 0
    for client, registered in facts.clients.registered.items():
        days = sorted([registered.local // moments.DAY] + heard[client])
        if not any(event.kind == "aftercare.outreach.closed" for event in facts.ends[client]):
            days.append(facts.history.end_local // moments.DAY)
        longest = max([longest] + [after - day for day, after in zip(days, days[1:])])
    return longest


def reviews_undecided(facts):
    """Reviews that were open for more than a week after they were due."""
    week = 7 * 24 * HOUR
    return sum(
        duty.kind == "review"
        and duty.span(facts.history.end)[1] > moments.utc(duty.opened["due"]) + week
        for duty in facts.duties.all)


def short_weeks(facts):
    """For whatever reason, and rounded up: a rehearsal has nobody who chooses too much."""
    weeks = client_weeks(facts)
    return -(-sum(week.is_short for week in weeks) * 100 // max(1, len(weeks)))


def in_aftercare(stays):
    last = stays[-1].closed if stays else None
    return last is not None and last["outcome"] == "completed"


def missed_and_followed_up(history):
    """Contacts that were missed, and then escalated or kept."""
    missed = {}
    for event in history.of("aftercare.contact.missed"):
        missed.setdefault(event["contact"], event)
    return len({event["contact"]
                for event in history.of("aftercare.outreach.escalated", "aftercare.contact.kept")
                if event["contact"] in missed
                and event.time >= missed[event["contact"]].time})


def referred_and_followed_up(facts):
    """Clients placed in detox or residential care, and reached afterwards, or pursued."""
    referred = {}
    for client, placements in facts.placements.items():
        for event in placements:
            if event["placed"] in ELSEWHERE:
                referred.setdefault(client, event.time)
    return len({event["client"]
                for event in facts.history.of(
                    "aftercare.outreach.escalated", "aftercare.contact.kept")
                if event["client"] in referred and event.time >= referred[event["client"]]})


def waited_and_seated(facts):
    waited = {}
    for event in facts.history.of("peer-groups.membership.waitlisted"):
        waited.setdefault((event["client"], event["phase"]), event.time)
    return len({event["client"]
                for event in facts.history.of("peer-groups.membership.joined")
                if event.time > waited.get((event["client"], event["phase"]), float("inf"))})


def shortages(counts):
    """What the default seed should have shown, and did not."""
    return [f"{name}: {counts[name]}; expected at least {least}"
            for name, least in DEFAULT_SEED.items() if counts[name] < least] + [
        f"{name}: {counts[name]}; expected at most {most}"
        for name, most in DEFAULT_SEED_MOST.items() if counts[name] > most]
