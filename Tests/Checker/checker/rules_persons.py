"""Whether a person decided what only a person may decide."""

from . import moments

CLINICAL = {"director", "clinician"}
PRESCRIBING = CLINICAL | {"prescriber"}
STAFF = PRESCRIBING | {"nurse", "case-manager", "peer-specialist", "front-desk"}
#: What needs a person's command as its cause, and who may give it.
DECISIONS = {
    "assessment.placement.confirmed": PRESCRIBING,
    "scheduler.enrollment.opened": PRESCRIBING,
    "scheduler.enrollment.phase-changed": CLINICAL,
    "aftercare.plan.signed": CLINICAL,
    "aftercare.outreach.discharged": CLINICAL,
}
#: Where causes may also begin: with a placement, or with the client's own wish.
BEGINNINGS = {
    "assessment.placement.confirmed": PRESCRIBING,
    "assessment.client.declined": STAFF,
}
ENDINGS = ("completed", "discharged")
CLOCK = "supervisor.clock"
INTAKE_DAYS = 7


def persons_decide(facts, found):
    """No enrollment, phase change, placement, signed plan or discharge without a person's
    command, by a person of the clinic in a role that may give it."""
    history = facts.history
    for kind, roles in DECISIONS.items():
        for event in history.of(kind):
            found.checked += 1
            judge_cause(facts, found, event, roles)
    for event in history.of("scheduler.enrollment.closed"):
        if event["outcome"] in ENDINGS:
            found.checked += 1
            judge_cause(facts, found, event, CLINICAL)
    for event in history.events:
        if event.actor is not None and event.owner != "supervisor":
            found.checked += 1
            if not facts.clinic.has_role(event.actor, event.role):
                found.violation(
                    event, f"a person of the clinic who is {event.role}, not {event.actor}")
    confirmed = history.also_retracted("assessment.placement.confirmed")
    for event in history.of("scheduler.enrollment.opened"):
        if not any(other["client"] == event["client"] and other.time <= event.time
                   for other in confirmed):
            found.violation(event, f"a confirmed placement of {event['client']} before")
    exhausted = history.also_retracted("aftercare.outreach.exhausted")
    for event in history.of("aftercare.outreach.discharged"):
        if not any(other["client"] == event["client"] and other.time <= event.time
                   for other in exhausted):
            found.violation(event, f"an exhausted follow-up of {event['client']} before")
        if not event.get("reason"):
            found.violation(event, "a reason")


def judge_cause(facts, found, event, roles):
    """Follows the causes back to the command: the message that is no event, whose effect carries
    the person who gave it. The hour that struck decides nothing, whoever moved the clock."""
    by_id, seen, effect = facts.history.by_id, set(), event
    while effect.cause in by_id and effect.stream != CLOCK and effect.id not in seen:
        seen.add(effect.id)
        effect = by_id[effect.cause]
    name = f"{event.kind} of {event['client']}"
    roles = BEGINNINGS.get(effect.kind, roles)
    if effect.stream == CLOCK:
        found.violation(event, f"a person's command as the cause of {name}, not the clock")
    elif effect.id in seen or effect.cause is None or effect.actor is None:
        found.violation(
            event, f"a person's command as the cause of {name}; its causes end at position "
            f"{effect.position} without one")
    elif effect.role not in roles:
        found.violation(
            event, f"{name} by {' or '.join(sorted(roles))}, not by {effect.role}")
    elif not facts.clinic.has_role(effect.actor, effect.role):
        found.violation(
            event, f"{name} by a person of the clinic who is {effect.role}, not {effect.actor}")


def intake_ends(facts, found):
    """Nobody is between referral, or the opening of a reassessment, and its end for more than
    7 days."""
    for client, changes in sorted(intake_changes(facts.history).items()):
        opened = None
        for time, _, is_open, event in sorted(changes, key=lambda change: change[:2]):
            if is_open and opened is None:
                found.checked += 1
                opened = event, time
            elif not is_open and opened is not None:
                judge_intake(facts, found, client, opened, time)
                opened = None
        if opened is not None:
            judge_intake(facts, found, client, opened, facts.history.end)


def intake_changes(history):
    """By client: when an intake opened or ended. What was entered in error is undone when that
    was said, and what it had ended is open again."""
    opening = ("assessment.client.registered", "assessment.placement.reassessment-opened")
    ending = ("assessment.placement.confirmed", "assessment.client.declined",
              "aftercare.outreach.discharged")
    changes = {}
    registered = {e["client"] for e in history.of("assessment.client.registered")}
    for kind in opening + ending:
        for event in history.also_retracted(kind):
            if event["client"] not in registered:
                continue
            own = changes.setdefault(event["client"], [])
            own.append((event.time, event.position, kind in opening, event))
            if event.retraction is not None:
                undone = event.retraction
                own.append((undone.time, undone.position, kind in ending, undone))
    return changes


def judge_intake(facts, found, client, opened, until):
    event, since = opened
    local = facts.history.clock.local
    # The shorter of the two measures, so that a change of the clock makes nobody late.
    minutes = min((until - since) // 60_000, local(until) - local(since))
    if minutes > INTAKE_DAYS * moments.DAY:
        found.violation(
            event, f"{client} placed or declined within {INTAKE_DAYS} days; still in intake on "
            f"{moments.show_local(local(until))}")
