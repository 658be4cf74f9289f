"""The ledger's lines, and the history that they tell."""

import itertools
import json
from collections import defaultdict

from . import moments

CORRECTION = "entered-in-error"
HOUR = 3_600_000

# The fields that the rules read, by type. A line without them is not judged but refused.
FIELDS = {
    "supervisor.clock.hour-began": "moment",
    "supervisor.clock.day-began": "date",
    "supervisor.plugin.approved": "plugin contract",
    "supervisor.plugin.disabled": "plugin",
    "supervisor.plugin.removed": "plugin",
    "assessment.client.registered": "client ages language commitments owner",
    "assessment.client.commitments-changed": "client commitments",
    "assessment.client.declined": "client",
    "assessment.questionnaire.submitted": "client submission instrument answers",
    "assessment.questionnaire.intake-answered": "client answers",
    "assessment.risk.alerted": "client alert kind urgency due",
    "assessment.risk.concern-opened": "client concern kind urgency",
    "assessment.risk.concern-raised": "client kind urgency",
    "assessment.risk.concern-closed": "client kind level action hasSafetyPlan nextScreen",
    "assessment.duty.opened": "duty kind about due",
    "assessment.duty.escalated": "duty rung due",
    "assessment.duty.closed": "duty",
    "assessment.consent.given": "client purpose",
    "assessment.consent.withdrawn": "client purpose",
    "assessment.risk.acknowledged": "client alert isLate",
    "assessment.placement.confirmed": "client indicated placed",
    "assessment.placement.reassessment-opened": "client",
    "assessment.intake.overdue": "client since owner",
    "supervisor.plugin.approved": "plugin contract",
    "supervisor.plugin.form-approved": "plugin form",
    "scheduler.enrollment.opened": "client enrollment phase level",
    "scheduler.enrollment.phase-changed": "client enrollment from to direction",
    "scheduler.enrollment.closed": "client enrollment outcome",
    "scheduler.session.scheduled": "session week kind clinician room start end capacity clients",
    "scheduler.session.cancelled": "session",
    "scheduler.session.week-planned": "week",
    "scheduler.attendance.recorded": "client session status",
    "scheduler.conflict.found": "client week neededMinutes blockers",
    "peer-groups.membership.joined": "client group phase",
    "peer-groups.membership.left": "client group",
    "peer-groups.membership.waitlisted": "client phase",
    "peer-groups.pairing.forbidden": "first second",
    "peer-groups.pairing.allowed": "first second",
    "aftercare.outreach.follow-up-assigned": "client situation owner nextContact",
    "aftercare.outreach.follow-up-ended": "client",
    "aftercare.outreach.escalated": "client contact due",
    "aftercare.outreach.exhausted": "client contact",
    "aftercare.outreach.discharged": "client",
    "aftercare.outreach.closed": "client ending",
    "aftercare.duty.opened": "duty kind client person due",
    "aftercare.duty.escalated": "duty client person due",
    "aftercare.duty.closed": "duty client",
    "aftercare.duty.reassigned": "duty client person",
    "aftercare.contact.return-to-use-reported": "client",
    "aftercare.appointment.booked": "client appointment at",
    "aftercare.appointment.cancelled": "client appointment",
    "aftercare.plan.signed": "client plan",
    "scheduler.staff.away": "staff from through",
    "scheduler.staff.back": "staff from",
    "scheduler.session.covered": "session clinician",
    "scheduler.duty.opened": "duty kind about due",
    "scheduler.duty.closed": "duty",
    "treatment.duty.opened": "duty kind about due",
    "treatment.duty.closed": "duty",
    "treatment.plan.signed": "client plan review",
    "treatment.certification.required": "client isRequired",
    "treatment.certification.signed": "client enrollment through",
    "treatment.medication.started": "client medication testsAs since",
    "treatment.medication.stopped": "client medication day",
    "treatment.urine-test.ordered": "client test day",
    "treatment.urine-test.collection-recorded": "client test outcome",
    "treatment.urine-test.lapsed": "client test",
    "treatment.urine-test.resulted": "client test stage found unexpected",
    "treatment.urine-test.judged": "client test judgement",
    "aftercare.plan.signed": "client plan",
    "aftercare.contact.due": "client contact situation owner due",
    "aftercare.contact.kept": "client contact",
    "aftercare.contact.missed": "client contact",
}


class Unreadable(Exception):
    """The input is not what it should be; nothing is proved either way."""


class Event:
    """One fact as published."""

    def __init__(self, line):
        self.position = line["position"]
        self.topic, self.attributes_text, self.data_text = (
            line["topic"], line["attributes"], line["data"])
        tokens = self.topic.split(".")
        if len(tokens) != 3 or tokens[0] != "event":
            raise ValueError(f"{self.topic!r} is not the topic of an event")
        self.owner, self.entity = tokens[1:]
        self.stream = f"{self.owner}.{self.entity}"
        attributes = json.loads(self.attributes_text)
        self.id = attributes["id"]
        self.type = attributes["type"]
        self.kind, _, version = self.type.rpartition(".v")
        if self.kind.count(".") != 2 or not version.isdecimal():
            raise ValueError(f"{self.type!r} is not the type of an event")
        self.fact = self.kind.split(".")[2]
        self.time = moments.utc(attributes["time"])
        self.sequence = attributes["sequence"]
        self.prevhash = attributes["prevhash"]
        self.actor, self.role = attributes.get("actor"), attributes.get("role")
        self.cause = attributes.get("causationid")
        self.data_class = attributes.get("dataclassification")
        self.data = json.loads(self.data_text)
        missing = [name for name in FIELDS.get(self.kind, "").split() if name not in self.data]
        if missing:
            raise ValueError(f"{self.kind} lacks {', '.join(missing)}")
        self.local = None
        self.retraction = None

    def __getitem__(self, name):
        return self.data[name]

    def get(self, name):
        return self.data.get(name)

    @property
    def order(self):
        """Clinic time first: positions of two streams say only when the ledger heard of them."""
        return (self.time, self.position)


class History:
    """All events of one clinic, with what was entered in error left out of what they tell."""

    def __init__(self, events, zone):
        self.events = events
        self.by_id = {event.id: event for event in events}
        # Of one kind all events are of one stream, so the ledger's order is their own.
        self.by_kind = defaultdict(list)
        for event in events:
            self.by_kind[event.kind].append(event)
        self.hours = [
            (moments.utc(event["moment"]["utc"]), moments.local(event["moment"]["local"]))
            for event in self.by_kind["supervisor.clock.hour-began"]
        ]
        self.clock = moments.LocalClock(self.hours, zone)
        for event in events:
            event.local = self.clock.local(event.time)
            if event.fact == CORRECTION and event.get("event") in self.by_id:
                wrong = self.by_id[event["event"]]
                if wrong.owner == event.owner and wrong.retraction is None:
                    wrong.retraction = event
        #: What the owners say is the last event of each stream, where that is known.
        self.heads = {}
        #: The history's last hour, in UTC and on the clinic's wall clock.
        self.end = max([utc for utc, _ in self.hours] or [e.time for e in events] or [0])
        self.end_local = self.clock.local(self.end)
        self.leaps = leaps_of(self.by_kind["supervisor.clock.hour-began"])
        self.days = [moments.date(e["date"]) for e in self.by_kind["supervisor.clock.day-began"]]

    def of(self, *kinds):
        """The events of some kinds that stand, in order."""
        found = [e for kind in kinds for e in self.by_kind[kind] if e.retraction is None]
        return found if len(kinds) == 1 else sorted(found, key=lambda event: event.order)

    def staff_time(self, begin, end):
        """The milliseconds between two moments that a person could use: all but the leaps."""
        return end - begin - sum(
            max(0, min(end, last) - max(begin, first)) for first, last in self.leaps)

    def also_retracted(self, *kinds):
        return sorted((e for k in kinds for e in self.by_kind[k]), key=lambda event: event.order)

    def by_client(self, *kinds):
        found = defaultdict(list)
        for event in self.of(*kinds):
            found[event["client"]].append(event)
        return found


def leaps_of(hours):
    """The spans over which a person moved the clock in one go: more than an hour by one command.

    What a live clinic's clock strikes late is no leap: nobody moved it, and the time did pass.
    """
    leaps, before = [], None
    for _, group in itertools.groupby(hours, key=lambda event: event.cause):
        told = list(group)
        struck = [moments.utc(event["moment"]["utc"]) for event in told]
        if len(told) > 1 and told[0].actor is not None:
            leaps.append((struck[0] if before is None else before, struck[-1]))
        before = struck[-1]
    return leaps


def read_history(path, clinic):
    events = []
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    events.append(read_event(line, f"{path}:{number}"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: {error}") from error
    return build_history(events, clinic)


def build_history(events, clinic):
    try:
        return History(events, clinic.zone)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"the clock's messages are not as expected: {error!r}") from error


def read_event(line, place):
    try:
        return Event(json.loads(line))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{place}: not a line of the ledger: {error!r}") from error


def read_heads(path):
    """By stream: sequence and hash of its last event, as a heartbeat tells them."""
    if path is None:
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        return {stream: (head["sequence"], head["hash"]) if isinstance(head, dict)
                else (int(head), None) for stream, head in told.items()}
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{path}: not the heads of streams: {error!r}") from error
