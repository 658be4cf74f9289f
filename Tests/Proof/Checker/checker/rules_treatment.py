"""Whether each client who is enrolled has a plan, and nothing of the treatment is left lying."""

from collections import defaultdict

from . import moments
from .duties import judge

HOUR_24 = 24 * 3_600_000
#: Days before the last certified day on which the next certification is somebody's duty.
RECERTIFY_DAYS = 14
#: Days for which a medication still explains a finding after it was stopped.
EXPLAINED_DAYS = 14
#: Appointments after treatment without which a program does not complete.
APPOINTMENTS = 2


def is_run(facts, found, *services):
    missing = [service for service in services if service not in facts.clinic.services]
    if missing:
        found.note(f"the clinic runs without {' and '.join(missing)}: not judged")
    return not missing


def stays(facts):
    """Each stay with its client and its last moment."""
    for client, own in sorted(facts.clients.stays.items()):
        for stay in own:
            yield client, stay, stay.closed.time if stay.closed else facts.history.end


def plan_signed(facts, found):
    """Each stay has a signed treatment plan, or somebody's duty to sign one."""
    if not is_run(facts, found, "treatment"):
        return
    signed = facts.history.by_client("treatment.plan.signed")
    for client, stay, end in stays(facts):
        times = [event.time for event in signed[client] if stay.opened.time <= event.time <= end]
        judge(facts, found, stay.opened, f"the treatment plan of {client}",
              facts.duties.of(client, "sign-treatment-plan"), stay.opened.time,
              min(times, default=end))


def certified(facts, found):
    """Where the payer wants a certification, none lapses without somebody's duty to certify."""
    if not is_run(facts, found, "treatment"):
        return
    history = facts.history
    required = history.by_client("treatment.certification.required")
    signed = history.by_client("treatment.certification.signed")
    for client, stay, end in stays(facts):
        words = [event for event in required[client] if event.time <= end]
        if not words or not words[-1]["isRequired"]:
            continue
        since = max(stay.opened.time, words[-1].time)
        own = [event for event in signed[client]
               if event["enrollment"] == stay.opened["enrollment"] and event.time <= end]
        duties = facts.duties.of(client, "certify")
        for event in own + [None]:
            until = event.time if event else end
            if since < until:
                judge(facts, found, words[-1], f"the certification of {client}", duties, since,
                      until)
            if event is None:
                break
            # Fourteen days before the last day, on which somebody is told again.
            again = moments.date(event["through"]) - RECERTIFY_DAYS
            since = max(event.time, event.time + (again * moments.DAY - event.local) * 60_000
                        + HOUR_24)


class Medication:
    """What a client took, as it was known at a time."""

    def __init__(self, events):
        self.events = events

    def explains(self, substance, day, time):
        courses = {}
        for event in self.events:
            if event.time > time:
                break
            if event.fact == "started":
                courses[event["medication"]] = [event["testsAs"], moments.date(event["since"]),
                                                None]
            elif event.fact == "stopped" and event["medication"] in courses:
                courses[event["medication"]][2] = moments.date(event["day"]) + EXPLAINED_DAYS
        return any(substance in shown and since <= day and (last is None or day <= last)
                   for shown, since, last in courses.values())

    def changes(self):
        return [event.time for event in self.events]


class Test:
    """One urine test, with what was told of it."""

    def __init__(self, ordered):
        self.ordered, self.day = ordered, moments.date(ordered["day"])
        self.collection = self.lapsed = self.judged = None
        self.results = {}

    def take(self, event):
        if event.fact == "collection-recorded":
            self.collection = event
        elif event.fact == "lapsed":
            self.lapsed = event
        elif event.fact == "resulted":
            self.results[event["stage"]] = event
        else:
            self.judged = event

    @property
    def outcome(self):
        return self.collection["outcome"] if self.collection else None

    def unexpected(self, medication, time):
        known = [event for event in self.results.values() if event.time <= time]
        best = [e for e in known if e["stage"] == "confirmed"] or known
        found = best[-1]["found"] if best else []
        return [one for one in found if not medication.explains(one, self.day, time)]


def tests_by_client(history):
    tests = defaultdict(dict)
    for event in history.of("treatment.urine-test.ordered"):
        tests[event["client"]][event["test"]] = Test(event)
    later = [f"treatment.urine-test.{fact}" for fact in
             ("collection-recorded", "lapsed", "resulted", "judged")]
    for event in sorted(history.of(*later), key=lambda event: event.sequence):
        if event["test"] in tests[event["client"]]:
            tests[event["client"]][event["test"]].take(event)
    return tests


def medication_of(history):
    kinds = [f"treatment.medication.{fact}" for fact in ("started", "changed", "stopped")]
    told = history.by_client(*kinds)
    return lambda client: Medication(sorted(told[client], key=lambda event: event.sequence))


def tests_followed(facts, found):
    """A test is collected or lapses, a urine gets its result, what nothing explains is judged by a
    person: until then each is somebody's duty, as long as the stay lasts."""
    if not is_run(facts, found, "treatment"):
        return
    history, medication = facts.history, medication_of(facts.history)
    ends = defaultdict(list)
    for client, stay, end in stays(facts):
        ends[client].append((stay.opened.time, end))
    for client, tests in sorted(tests_by_client(history).items()):
        own = medication(client)
        for name, test in tests.items():
            end = max([last for first, last in ends[client] if first <= test.ordered.time],
                      default=test.ordered.time)
            follow_test(facts, found, client, name, test, own, end)


def follow_test(facts, found, client, name, test, medication, end):
    def wants(kind, event, begin, until, what):
        if begin < min(until, end):
            judge(facts, found, event, f"{what} of {client}",
                  facts.duties.of(client, kind, about=name), begin, min(until, end))

    late = [event.time for event in (test.collection, test.lapsed, test.judged) if event]
    wants("collect-test", test.ordered, test.ordered.time, min(late, default=end),
          "the collection of a test")
    if test.outcome == "collected":
        results = sorted(event.time for event in test.results.values())
        wants("record-result", test.collection, test.collection.time, min(results, default=end),
              "the result of a test")
    asked = test.results.get("confirmed") if test.outcome == "collected" else test.collection
    if asked is None or test.outcome not in ("collected", "refused", "missed"):
        return
    until = test.judged.time if test.judged else end
    if test.outcome == "collected":
        # A medication that is written down later explains it, and ends the duty.
        if any(not test.unexpected(medication, time) for time in
               [asked.time, end, *medication.changes()]):
            return
    wants("judge-test", asked, asked.time, until, "the judgement of a test")


def prescribed_is_no_use(facts, found):
    """What a prescribed medication explains is not unexpected, nobody judges it as use, and no
    result is a return to use by itself."""
    if not is_run(facts, found, "treatment"):
        return
    history, medication = facts.history, medication_of(facts.history)
    for client, tests in sorted(tests_by_client(history).items()):
        own = medication(client)
        for test in tests.values():
            for event in test.results.values():
                found.checked += 1
                expected = [one for one in event["found"]
                            if not own.explains(one, test.day, event.time)]
                before = [one for one in event["found"]
                          if not own.explains(one, test.day, event.time - 1)]
                if sorted(event["unexpected"]) not in (sorted(expected), sorted(before)):
                    found.violation(event, f"{expected or 'nothing'} as unexpected, not "
                                    f"{event['unexpected']}")
            judged = test.judged
            if judged is not None and judged["judgement"] == "return-to-use":
                found.checked += 1
                if test.outcome == "collected" and not test.unexpected(own, judged.time):
                    found.violation(judged, f"no return to use of {client} by what is prescribed")
    for event in history.of("aftercare.contact.return-to-use-reported"):
        found.checked += 1
        cause = history.by_id.get(event.cause)
        if cause is not None and cause.kind == "treatment.urine-test.resulted":
            found.violation(event, "a person who judged the result before it counts as use")


def completed_ready(facts, found):
    """A program completes only with a signed plan for the time after it, and two appointments to
    come."""
    if not is_run(facts, found, "aftercare"):
        return
    signed = facts.history.also_retracted("aftercare.plan.signed")
    booked = facts.history.also_retracted("aftercare.appointment.booked")
    cancelled = facts.history.of("aftercare.appointment.cancelled")
    for client, stay, end in stays(facts):
        closed = stay.closed
        if closed is None or closed["outcome"] != "completed":
            continue
        found.checked += 1

        def stood(event):
            return event["client"] == client and event.time <= closed.time and (
                event.retraction is None or event.retraction.time >= closed.time)

        if not any(stood(event) and event.time >= stay.opened.time for event in signed):
            found.violation(closed, f"a signed continuing-care plan of {client} before the end")
        gone = {event["appointment"] for event in cancelled if event.time < closed.time}
        gone |= {event.get("replaces") for event in booked if event.time < closed.time}
        to_come = {event["appointment"] for event in booked
                   if stood(event) and moments.local(event["at"]) > closed.local} - gone
        if len(to_come) < APPOINTMENTS:
            found.violation(
                closed, f"{APPOINTMENTS} appointments of {client} to come, not {len(to_come)}")


#: After so many days without a PHQ-9 one is due: four weeks, and a day until the shift ends.
MOST_DAYS, FIRST_DAYS = 30, 9
AWAY = {"no-show", "unrecorded"}
SCREENER = "c-ssrs-screener"


def forms_asked(facts, found):
    """A PHQ-9 that is due, and a suicide screen after a return to use, are somebody's duty."""
    instruments = facts.clinic.instruments
    history = facts.history
    forms = history.by_client("assessment.questionnaire.submitted")
    sought = history.by_client("aftercare.outreach.follow-up-assigned")
    returned = history.by_client("aftercare.contact.return-to-use-reported")
    declined = history.by_client("assessment.client.declined")
    for client, stay, end in stays(facts):
        begin = stay.opened.time
        # Whoever stays away is called and asked for no form by a date; whoever declined for none.
        away = [e.time for e in sought[client] if e["situation"] in AWAY and e.time >= begin]
        away += [e.time for e in declined[client] if e.time >= begin]
        until = min(away + [end])
        own = forms[client]
        if instruments is None or "phq-9" in instruments:
            asked = [e.time for e in own if e["instrument"] == "phq-9"]
            routine(facts, found, client, stay, asked, until)
        for event in returned[client]:
            if not begin <= event.time < end or any(
                    begin <= e.time <= event.time for e in declined[client]):
                continue
            screens = [e.time for e in own
                       if e["instrument"] == SCREENER and e.time >= event.time]
            judge(facts, found, event, f"a suicide screen of {client}",
                  facts.duties.of(client, "fill-form", about=SCREENER), event.time,
                  min(screens + [e.time for e in declined[client] if e.time > event.time] + [end]))


def routine(facts, found, client, stay, asked, until):
    begin = stay.opened.time
    steps = sorted(time for time in asked if time < until)
    before = [time for time in steps if time <= begin]
    marks = [(before[-1], MOST_DAYS) if before else (begin, FIRST_DAYS)]
    marks += [(time, MOST_DAYS) for time in steps if time > begin]
    for place, (since, days) in enumerate(marks):
        due = max(since + days * HOUR_24, begin + FIRST_DAYS * HOUR_24)
        later = marks[place + 1][0] if place + 1 < len(marks) else until
        if due < later:
            judge(facts, found, stay.opened, f"a PHQ-9 of {client}",
                  facts.duties.of(client, "fill-form", about="phq-9"), due, later)
