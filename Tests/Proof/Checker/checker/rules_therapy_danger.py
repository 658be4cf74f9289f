"""Whether danger in therapies is told, and whether the clinic takes it up."""

from collections import defaultdict

from .rules_danger import HEARING, Danger, value

#: Words of a therapy that are taken for a kind of the clinic's own.
SAME_AS = {"self-harm": "suicide-risk"}
#: The kinds of the clinic's own that a therapy may name.
KINDS = {
    "suicide-risk", "severe-withdrawal", "medical-danger", "acute-psychosis", "danger-at-home",
    "overdose-risk", "danger-to-others", "pregnancy-opioids", "therapy-sign",
}


def declared_forms(history):
    """The forms of all approvals, each by the name under which it is handed in."""
    found = defaultdict(list)
    for event in history.of("supervisor.plugin.form-approved"):
        found[f"{event['plugin']}.{event['form'].get('id')}"].append(event)
    return found


def own_dangers(submission, forms):
    """The dangers of a therapy's form, by its items, as the last approval before it declares them."""
    before = [event for event in forms.get(submission["instrument"], [])
              if event.time <= submission.time]
    if not before:
        return []
    return [Danger(f"{item} is {value(submission['answers'], item)}", {danger["kind"]},
                   "now" if danger["urgency"] == "now" else None)
            for danger in before[-1]["form"].get("dangers", [])
            for item in danger.get("items", [])
            if (value(submission["answers"], item) or 0) >= danger.get("atLeast", 1)]


def danger_told(facts, found):
    """Danger in a therapy's form, derived again from its answers, has its alert at once."""
    forms, alerts = declared_forms(facts.history), defaultdict(list)
    for alert in facts.history.of("assessment.risk.alerted"):
        alerts[alert.get("submission")].append(alert)
    for event in facts.history.of("assessment.questionnaire.submitted"):
        for danger in own_dangers(event, forms):
            found.checked += 1
            if not any(danger.is_told_by(alert) and alert.time <= event.time + HEARING
                       for alert in alerts[event["submission"]]):
                found.violation(event, f"{danger}, for submission {event['submission']}")


def alerts_taken_up(facts, found):
    """Each alert of a therapy is a concern of its kind at once, and its host's duty until then."""
    told = defaultdict(list)
    for event in facts.history.of(
            "assessment.risk.concern-opened", "assessment.risk.concern-raised"):
        told[event.cause].append(event)
    for event in facts.history.events:
        if event.entity != "act" or event.fact != "alert-raised":
            continue
        # What came at the very end may be on its way.
        if event.retraction is not None or event.time + HEARING > facts.history.end:
            continue
        found.checked += 1
        kind = SAME_AS.get(event["sign"], event["sign"])
        kind = kind if kind in KINDS else "therapy-sign"
        if not any(concern["kind"] == kind and concern["client"] == event["client"]
                   for concern in told[event.id]):
            found.violation(event, f"a concern ({kind}) of {event['client']} that rests on it")
