"""Whether what a therapy declares is what it does, and whether the clinic takes it up."""

from collections import defaultdict

from .rules_danger import HEARING, Danger, value

#: What a field of a therapy's own fact may hold, by its type.
HOLDS = {
    "text": lambda given: isinstance(given, str),
    "identifier": lambda given: isinstance(given, str),
    "date": lambda given: isinstance(given, str) and len(given) == 10,
    "boolean": lambda given: isinstance(given, bool),
    "integer": lambda given: isinstance(given, int) and not isinstance(given, bool),
    "number": lambda given: isinstance(given, (int, float)) and not isinstance(given, bool),
}
#: Words of a therapy that are taken for a kind of the clinic's own.
SAME_AS = {"self-harm": "suicide-risk"}
#: The kinds of the clinic's own that a therapy may name.
KINDS = {
    "suicide-risk", "severe-withdrawal", "medical-danger", "acute-psychosis", "danger-at-home",
    "overdose-risk", "danger-to-others", "pregnancy-opioids", "therapy-sign",
}


def contracts(history):
    """The approvals of each plugin, in order."""
    found = defaultdict(list)
    for event in history.of("supervisor.plugin.approved"):
        found[event["plugin"]].append(event)
    return found


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


def facts_declared(facts, found):
    """Each record of a therapy's own is of a fact that its contract declares, field by field."""
    approved = contracts(facts.history)
    for event in facts.history.events:
        if event.entity != "record" or event.fact != "added" or event.owner not in approved:
            continue
        found.checked += 1
        declared = [fact for approval in approved[event.owner]
                    for fact in approval["contract"].get("facts", [])
                    if fact["name"] == event["name"]]
        if not any(fits(event, fact) for fact in declared):
            found.violation(event, f"a fact that the contract of {event.owner} declares")


def fits(event, fact):
    fields, data = fact.get("fields", {}), event["data"]
    if (fact["about"] == "client") != (event.get("client") is not None):
        return False
    if any(name not in fields for name in data):
        return False
    return all(name in data and holds(field, data[name]) if not field.get("optional")
               else name not in data or holds(field, data[name])
               for name, field in fields.items())


def holds(field, given):
    judge = HOLDS[field["type"]]
    if field.get("list"):
        return isinstance(given, list) and all(judge(part) for part in given)
    return judge(given)


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
