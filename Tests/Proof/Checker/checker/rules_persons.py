"""Whether a person decided what only a person may decide."""

from . import moments
from .reading import CORRECTION, HOUR

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
    7 days, or that is told in the hour in which they are over."""
    told = facts.history.by_client("assessment.intake.overdue")
    for client, changes in sorted(intake_changes(facts.history).items()):
        opened, began = None, None
        for time, _, is_open, event in sorted(changes, key=lambda change: change[:2]):
            if is_open and opened is None:
                found.checked += 1
                opened = event, time
                # An intake that did not end after all is the same one: it is told once.
                began = began if is_same_again(facts.history, event) else time
            elif not is_open and opened is not None:
                judge_intake(facts, found, client, opened, time, since(told[client], began))
                opened = None
        if opened is not None:
            judge_intake(facts, found, client, opened, facts.history.end,
                         since(told[client], began))


def is_same_again(history, event):
    wrong = history.by_id.get(event.get("event")) if event.fact == CORRECTION else None
    return wrong is not None and wrong.kind != "assessment.placement.confirmed"


def since(told, time):
    return [event for event in told if event.time >= time]


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


def judge_intake(facts, found, client, opened, until, told):
    event, begun = opened
    local = facts.history.clock.local
    # The shorter of the two measures, so that a change of the clock makes nobody late.
    minutes = min((until - begun) // 60_000, local(until) - local(begun))
    if minutes <= INTAKE_DAYS * moments.DAY:
        return
    limit = begun + INTAKE_DAYS * 24 * HOUR
    in_time = [word for word in told if word.time <= limit + HOUR]
    if in_time:
        word, worked = in_time[-1], facts.history.staff_time(begun, until)
        found.put_down(
            event, f"{client} was in intake from {moments.show_local(local(begun))} to "
            f"{moments.show_local(local(until))}, {worked // HOUR} hours without the leaps",
            f"{word['owner']}, that the intake was overdue, {at(word)}",
            is_leapt=worked <= limit - begun)
    elif until >= limit + HOUR:
        # An hour has struck since, in which it should have been told.
        found.violation(
            event, f"{client} placed or declined within {INTAKE_DAYS} days, or a person told of "
            f"it; still in intake on {moments.show_local(local(until))}")


def at(event):
    """When and where something was told."""
    return f"at {moments.show_local(event.local)} (position {event.position})"
