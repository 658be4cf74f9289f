"""All rules, by name, and the facts that they judge."""

from collections import defaultdict

from . import moments, rules_calendar, rules_concerns, rules_contact, rules_danger, rules_hours
from . import rules_duties, rules_offerings, rules_persons, rules_streams, rules_therapies
from . import rules_therapy_danger, rules_treatment
from .calendar import Calendar
from .duties import Duties
from .findings import Findings
from .people import Clients
from .therapies import Therapies

RULES = {
    "streams-whole": rules_streams.whole_streams,
    "hash-chain": rules_streams.hash_chains,
    "clock": rules_streams.clock_goes_on,
    "no-identity": rules_streams.no_identity,
    "no-overlap": rules_calendar.no_overlap,
    "unchanged-after-start": rules_calendar.unchanged_after_start,
    "capacity": rules_calendar.within_capacity,
    "closure": rules_calendar.not_in_closure,
    "staff-hours": rules_calendar.staff_hours_kept,
    "commitment": rules_calendar.commitments_kept,
    "do-not-pair": rules_calendar.do_not_pair_kept,
    "ages-apart": rules_calendar.ages_apart,
    "phase-1-hours": rules_hours.phase_one_hours,
    "danger-told": rules_danger.danger_told,
    "alert-answered": rules_danger.alerts_answered,
    "concern-held": rules_concerns.concerns_held,
    "person-decides": rules_persons.persons_decide,
    "intake-limit": rules_persons.intake_ends,
    "next-contact": rules_contact.next_contact_known,
    "overdue-contact": rules_contact.overdue_pursued,
    "duty-with-who-is-there": rules_duties.given_to_who_is_there,
    "session-led": rules_duties.sessions_are_led,
    "concern-somebodys": rules_duties.concerns_are_somebodys,
    "plan-signed": rules_treatment.plan_signed,
    "certified": rules_treatment.certified,
    "tests-followed": rules_treatment.tests_followed,
    "prescribed-no-use": rules_treatment.prescribed_is_no_use,
    "completed-ready": rules_treatment.completed_ready,
    "forms-asked": rules_treatment.forms_asked,
    "therapy-terms": rules_offerings.terms_kept,
    "therapy-approved": rules_therapies.approved,
    "therapy-facts": rules_therapies.own_facts,
    "module-order": rules_therapies.modules_in_order,
    "practice-given": rules_therapies.practice_given,
    "therapy-asks": rules_therapies.asks_are_duties,
    "therapy-danger-told": rules_therapy_danger.danger_told,
    "therapy-alerts": rules_therapy_danger.alerts_taken_up,
}


class Facts:
    """What the rules judge, derived once."""

    def __init__(self, history, clinic):
        self.history, self.clinic = history, clinic
        self.calendar = Calendar(history)
        self.therapies = Therapies(history)
        self.duties = Duties(history, self.therapies.owners)
        self.clients = Clients(history)
        self.intakes = history.by_client(
            "assessment.client.registered", "assessment.placement.reassessment-opened")
        self.placements = history.by_client("assessment.placement.confirmed")
        self.ends = history.by_client(
            "assessment.client.declined", "aftercare.outreach.discharged",
            "aftercare.outreach.closed")
        self.attendance = self._attendance()

    def _attendance(self):
        """By client: the records, each with the date of its session."""
        found = defaultdict(list)
        for event in self.history.of("scheduler.attendance.recorded"):
            session = self.calendar.sessions.get(event["session"])
            date = session.standing.date if session and session.standing else event.local // \
                moments.DAY
            found[event["client"]].append((event, date))
        return found


def check(history, clinic):
    """The findings of each rule, in order."""
    facts, results = Facts(history, clinic), []
    for name, rule in RULES.items():
        found = Findings(name)
        rule(facts, found)
        results.append(found)
    return results
