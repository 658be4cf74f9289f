"""Whether danger that the answers tell was told to a person, and a person took charge of it."""

from collections import defaultdict

from . import moments
from .people import HEARING
from .reading import HOUR

#: A late alert falls to another person on the clock; within this time after it was due, at the
#: latest.
REPEAT_GRACE = 2 * HOUR

SUICIDE, OPEN = "suicide-risk", "safety-question-open"
SCREENER = ("q1", "q2", "q3", "q4", "q5", "q6")
#: For each intake question that is danger when answered yes: the alerts that say so, and whether
#: it is for now.
INTAKE = {
    "seizure-now": ({"severe-withdrawal", "medical-danger"}, "now"),
    "unstable-vitals": ({"medical-danger"}, None),
    "acute-psychosis": ({"acute-psychosis"}, None),
    "danger-at-home": ({"danger-at-home"}, None),
}


class Danger:
    """What the answers tell: why, which alerts would say so, and how soon a person must act."""

    def __init__(self, reason, kinds, urgency=None):
        self.reason, self.kinds, self.urgency = reason, kinds, urgency

    def is_told_by(self, alert):
        return alert["kind"] in self.kinds and self.urgency in (None, alert["urgency"])

    def __str__(self):
        soon = f" for {self.urgency}" if self.urgency else ""
        return f"an alert{soon} ({' or '.join(sorted(self.kinds))}), because {self.reason}"


def value(answers, item):
    """The answer as a number, or `None` for any reason why there is none."""
    told = (answers.get(item) or {}).get("value")
    return told if isinstance(told, int) and told >= 0 else None


def phq_9(answers):
    item = value(answers, "9")
    if item is None:
        return [Danger("item 9 has no answer", {OPEN, SUICIDE})]
    return [Danger("item 9 is 1 or more", {SUICIDE})] if item >= 1 else []


def c_ssrs(answers):
    """Any of questions 3 to 5, or behaviour within 3 months, is for now; any other yes for today.
    Questions 3 to 5 are skipped by rule when question 2 is answered no."""
    told = {item: value(answers, item) for item in (*SCREENER, "q6_3m")}
    found = []
    if any((told[item] or 0) >= 1 for item in ("q3", "q4", "q5", "q6_3m")):
        found.append(Danger("one of questions 3 to 5 or 6 (3 months) is yes", {SUICIDE}, "now"))
    elif any((told[item] or 0) >= 1 for item in ("q1", "q2", "q6")):
        found.append(Danger("question 1, 2 or 6 is yes", {SUICIDE}))
    skipped = ("q3", "q4", "q5") if told["q2"] == 0 else ()
    if any(told[item] is None for item in SCREENER if item not in skipped):
        found.append(Danger("a question has no answer", {OPEN, SUICIDE}))
    return found


def total(answers):
    """Of the answers that there are: a form that is not whole may tell danger all the same."""
    return sum(value(answers, item) or 0 for item in answers)


def ciwa_ar(answers):
    if total(answers) < 19:
        return []
    return [Danger("the sum is 19 or more", {"severe-withdrawal"}, "now")]


def cows(answers):
    if total(answers) < 37:
        return []
    return [Danger("the sum is 37 or more", {"severe-withdrawal", "medical-danger"})]


def intake(answers):
    return [Danger(f"{question} is yes", kinds, urgency)
            for question, (kinds, urgency) in INTAKE.items()
            if (value(answers, question) or 0) >= 1]


#: By how an instrument's name begins, so that a variant is judged too.
INSTRUMENTS = {"phq-9": phq_9, "c-ssrs": c_ssrs, "ciwa": ciwa_ar, "cows": cows}


def dangers(submission):
    return [danger for name, judge in INSTRUMENTS.items()
            if submission["instrument"].startswith(name)
            for danger in judge(submission["answers"])]


def danger_told(facts, found):
    """Danger, derived again from the answers, has its alert at once."""
    by_submission, by_client = defaultdict(list), defaultdict(list)
    for alert in facts.history.of("assessment.risk.alerted"):
        by_submission[alert.get("submission")].append(alert)
        by_client[alert["client"]].append(alert)
    for event in facts.history.of("assessment.questionnaire.submitted"):
        for danger in dangers(event):
            found.checked += 1
            if not any(danger.is_told_by(alert) and alert["client"] == event["client"]
                       and alert.time <= event.time + HEARING
                       for alert in by_submission[event["submission"]]):
                found.violation(event, f"{danger}, for submission {event['submission']}")
    acknowledged = acknowledgements(facts)
    for event in facts.history.of("assessment.questionnaire.intake-answered"):
        for danger in intake(event["answers"]):
            found.checked += 1
            if not any(danger.is_told_by(alert) and alert.time <= event.time + HEARING
                       and (alert.time >= event.time
                            or acknowledged.get(alert["alert"], event).time >= event.time)
                       for alert in by_client[event["client"]]):
                found.violation(event, f"{danger}, for client {event['client']}")


def acknowledgements(facts):
    first = {}
    for event in facts.history.of("assessment.risk.acknowledged"):
        first.setdefault(event["alert"], event)
    return first


def alerts_answered(facts, found):
    """Each alert is somebody's duty at once, and is acknowledged in time, or counted as late and
    passed on to another person until it is."""
    history, acknowledged = facts.history, acknowledgements(facts)
    duties, passed_on = {}, defaultdict(list)
    for event in history.of("assessment.duty.opened"):
        duties.setdefault(event["about"], event)
    for event in history.of("assessment.duty.escalated"):
        passed_on[event["duty"]].append(event.time)
    for alert in history.of("assessment.risk.alerted"):
        found.checked += 1
        due, latest = moments.utc(alert["due"]), latest_due(alert, facts)
        if latest is None or due > latest:
            found.violation(
                alert, f"an alert that is due for {alert['urgency']}, not {alert['due']}")
        answer = acknowledged.get(alert["alert"])
        duty = duties.get(alert["alert"])
        if duty is None or duty.time > alert.time + HEARING or duty.get("person") is None:
            found.violation(alert, f"a duty of a person to take charge of {alert['alert']}")
            continue
        if moments.utc(duty["due"]) != due:
            found.violation(duty, f"a duty that is due with its alert, at {alert['due']}")
        if answer is not None and answer["isLate"] != (answer.time > due):
            found.violation(
                answer, f"isLate {str(answer.time > due).lower()} for an alert that was due "
                f"{alert['due']}")
        if answer is not None and answer.actor is None:
            found.violation(answer, "a person who acknowledges the alert")
        open_until = answer.time if answer else history.end
        told = [time for time in passed_on[duty["duty"]] if due <= time <= open_until]
        if open_until > due + REPEAT_GRACE and not told:
            found.violation(
                alert, f"an acknowledgement by {alert['due']}, or the alert passed on after it")
        elif open_until > due:
            name = "acknowledged late" if answer else "not acknowledged"
            found.put_down(
                alert, f"the alert {alert['alert']} of {alert['client']}, due {alert['due']}, was "
                f"{name}", f"the alert itself ({alert['kind']}, {alert['urgency']}), and passed on "
                f"{len(told)} times while it was open",
                is_leapt=history.staff_time(alert.time, open_until) <= due - alert.time)


def latest_due(alert, facts):
    """When an alert may be due at the latest: what is for now in hours of the clock; what is for
    today in hours in which a clinician is on shift, and in a week at most. `None` for any other."""
    hours = facts.clinic.alert_hours.get(alert["urgency"])
    if hours is None:
        return None
    if alert["urgency"] == "now":
        return alert.time + hours * HOUR
    clock, week = facts.history.clock, alert.time + 7 * 24 * HOUR
    minute, left = alert.local, hours * 60
    while left > 0 and minute < alert.local + 7 * moments.DAY:
        left -= facts.clinic.is_staffed(minute, "clinician")
        minute += 1
    # An hour more or less where the clock was set in between.
    return min(week, alert.time + (minute - clock.local(alert.time)) * 60_000 + HOUR)
