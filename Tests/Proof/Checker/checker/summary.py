"""The counts that a director would ask for, and the least that the default seed must show."""

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
}
#: What the default seed's history shows at most.
DEFAULT_SEED_MOST = {"short weeks in phase 1, of a hundred": SHORT_WEEKS_PERCENT}


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
    }


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
