"""The Matrix Model: sixteen weeks of groups, and an analysis after each lapse.

docs/plugins/therapies/matrix.md says who moves on and when, and what is left to people.
"""

import datetime

from cairn_therapy import (
    AssignPractice, CloseDuty, CompleteModule, Duty, PlanLine, ProposeReview, ProposeStepUp, Record,
    Therapy, run)

WEEKS = 16
#: Lapses within so many days that propose a step up (confirm).
LAPSES, WITHIN_DAYS = 3, 28
#: Weeks in a row with too few sessions that propose a review (confirm).
SHORT_WEEKS = 2
FAMILY = "family-education"
#: The practice after a lapse, and the duty and command that end it.
ANALYSIS, FINISH = "relapse-analysis", "finish-analysis"
#: What staff record, for no plan of the week has it.
HELD = (FAMILY, "alone")
#: A form's fact names it by itself, or with the therapy before it.
CALENDAR = ("calendar", "matrix.calendar")


class Matrix(Therapy):
    def initial(self):
        return {"clients": {}}

    # What is remembered.

    def apply(self, state, fact):
        if fact.client is None:
            return
        client = state["clients"].setdefault(fact.client, _newcomer())
        if fact.type == "scheduler.attendance.recorded":
            attendance = self.attendance(state, fact)
            if attendance is not None and attendance.has_attended:
                _count(client, attendance.date)
        elif fact.type == "assessment.consent.given":
            client["consents"][fact.data["purpose"]] = fact.data.get("expires")
        elif fact.type == "assessment.consent.withdrawn":
            client["consents"].pop(fact.data["purpose"], None)
        elif fact.type == "scheduler.enrollment.closed":
            client["hasLeft"] = True
        elif fact.type == "matrix.record.added":
            _remember(client, fact)
        elif fact.type in ("matrix.act.duty-asked", "matrix.act.duty-ended"):
            if fact.data["name"] == FINISH:
                client["isAnalysed"] = fact.type.endswith("asked")
        elif _is_lapse(fact):
            client["lapses"] = [*client["lapses"], fact.date.isoformat()][-LAPSES:]

    # What follows.

    def attended(self, state, attendance, context):
        if attendance.offering == FAMILY:
            yield from self._family(
                state, attendance.client, attendance.date, attendance.session, context)
        else:
            yield from self.next_module(state, attendance)

    def recorded(self, state, name, fact, context):
        data = fact.data["data"]
        if name == "session-held" and data["offering"] == FAMILY:
            yield from self._family(state, fact.client, fact.date, None, context)
        elif name == "analysis-finished":
            yield PlanLine(fact.client, "trigger", data["trigger"])
            yield PlanLine(fact.client, "coping", data["coping"])
            if state["clients"][fact.client]["isAnalysed"]:
                yield CloseDuty(fact.client, FINISH)

    def happened(self, state, fact, context):
        if fact.type == "supervisor.clock.day-began":
            if fact.date.weekday() == 0:
                for name, client in sorted(state["clients"].items()):
                    yield from _week(name, client, fact.date, context)
        elif _is_lapse(fact) and not state["clients"][fact.client]["hasLeft"]:
            yield from self._lapse(fact.client, state["clients"][fact.client], fact.date)

    def _family(self, state, name, date, session, context):
        """The next module for the family, if there is a live consent."""
        consents = state["clients"][name]["consents"]
        purpose = context.configuration["consent-purpose"]
        expires = consents.get(purpose)
        if purpose not in consents or (expires is not None and date.isoformat() > expires):
            yield Duty(
                name, "family-without-consent", ["clinical-supervisor", "director"], 4,
                "A family session took place without a live consent. Find out what was told.")
            return
        done = self.finished(state, name)
        for module in self.contract.modules(FAMILY):
            if module["name"] not in done:
                yield CompleteModule(name, module["name"], session)
                return

    def _lapse(self, name, client, date):
        """The source's answer to a lapse: what led to it, step by step."""
        if not client["isAnalysed"]:
            yield AssignPractice(name, ANALYSIS, self.contract.due(ANALYSIS, date))
            yield Duty(
                name, FINISH, ["clinician", "clinical-supervisor"], 16,
                "Go through what led to the lapse with the client, without blame.")
        since = (date - datetime.timedelta(days=WITHIN_DAYS)).isoformat()
        if len([one for one in client["lapses"] if one > since]) >= LAPSES:
            yield ProposeStepUp(name, "There were three lapses within four weeks.")


def _newcomer():
    return {
        # The Monday of the first session, and how many there were by the Monday of their week.
        "start": None, "sessions": {},
        # The number of the last week that was completed.
        "completed": 0, "lapses": [],
        # The last day of each consent by its purpose; None for one without an end.
        "consents": {}, "isAnalysed": False, "hasLeft": False}


def _remember(client, fact):
    name, data = fact.data["name"], fact.data["data"]
    if name == "session-held" and data["offering"] in HELD:
        _count(client, fact.date)
    elif name == "week-completed":
        client["completed"] = data["week"]


def _count(client, date):
    """A session of a day: it counts in its week. Only the two newest weeks are kept."""
    monday = (date - datetime.timedelta(days=date.weekday())).isoformat()
    client["start"] = min(client["start"] or monday, monday)
    client["hasLeft"] = False
    counts = {**client["sessions"], monday: client["sessions"].get(monday, 0) + 1}
    client["sessions"] = dict(sorted(counts.items())[-2:])


def _week(name, client, monday, context):
    """What follows from the week before a Monday."""
    if client["start"] is None or client["hasLeft"]:
        return
    number = (monday - datetime.date.fromisoformat(client["start"])).days // 7
    if not 1 <= number <= WEEKS:
        return
    last = (monday - datetime.timedelta(weeks=1)).isoformat()
    sessions = client["sessions"].get(last, 0)
    if sessions >= context.configuration["sessions-per-week"]:
        yield Record("week-completed", {"week": number, "sessions": sessions}, name)
    elif number - client["completed"] == SHORT_WEEKS:
        yield ProposeReview(name, "Two weeks in a row had too few sessions.")
    if number == WEEKS:
        yield Duty(
            name, "after-sixteen-weeks", ["clinician", "clinical-supervisor"], 16,
            "The sixteen weeks are over. Plan with the client what goes on.")


def _is_lapse(fact):
    """A return to use. Aftercare tells of each, also of one that a urine test was judged to show."""
    if fact.type == "assessment.questionnaire.scored":
        return fact.data["instrument"] in CALENDAR and fact.data["scores"].get("use", 0) > 0
    return fact.type == "aftercare.contact.return-to-use-reported"


if __name__ == "__main__":
    run(Matrix)
