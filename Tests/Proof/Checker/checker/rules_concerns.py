"""Whether a danger that was told is a case until a clinician closes it."""

from . import moments

#: Who may close a concern.
CLOSERS = {"clinical-supervisor", "clinician", "prescriber"}
#: In which a danger is told and closed, all on one stream.
RISK = ("concern-opened", "concern-raised", "concern-closed", "alerted")


def concerns_held(facts, found):
    """Each alert has an open concern of its kind; what closes one is a clinician who says all of it."""
    open_cases = set()
    told = [event for fact in RISK for event in facts.history.of(f"assessment.risk.{fact}")]
    for event in sorted(told, key=lambda event: event.sequence):
        case = (event["client"], event["kind"])
        if event.fact == "alerted":
            found.checked += 1
            if case not in open_cases:
                found.violation(event, f"an open concern ({event['kind']}) of {event['client']}")
        elif event.fact == "concern-closed":
            found.checked += 1
            open_cases.discard(case)
            if event.actor is None or event.role not in CLOSERS:
                found.violation(event, "a clinician who closes the concern")
            today = event.local // moments.DAY
            if not event["action"].strip() or moments.date(event["nextScreen"]) <= today:
                found.violation(event, "what was done, and the day of the next screen after it")
        else:
            open_cases.add(case)
