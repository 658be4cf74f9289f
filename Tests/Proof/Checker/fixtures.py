"""A small history that keeps every rule, built in code, for tests to break."""

import copy
import datetime
import json

from checker.rules_streams import ORIGIN, chain_hash
from checker.reading import Event

START, END = datetime.date(2026, 10, 5), datetime.date(2026, 11, 9)
#: America/Chicago leaves daylight time on 2026-11-01 at 07:00 UTC.
CHANGE = datetime.datetime(2026, 11, 1, 7)
MORNING = {"a": ("mon", "wed", "fri"), "b": ("tue", "thu", "sat")}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ACTOR = ("t1", "clinician")
ALL_NO = {"q1": 0, "q2": 0, "q6": 0}


def clinic():
    """Two groups in phase 1 and one in phase 2; group a meets Mon, Wed, Fri, group b the others."""
    def group(name, phase, days, span, room, clinician):
        return {
            "id": name, "phase": phase, "ages": "adult", "language": "en", "capacity": 6,
            "sessions": [{"kind": "skills", "at": f"{day} {span}", "room": room,
                          "clinician": clinician} for day in days]}

    def person(name, role, hours="08:00-21:00"):
        return {"id": name, "roles": [role], "caseload": 8, "languages": ["en"],
                "hours": [f"{day} {hours}" for day in WEEKDAYS]}

    return {
        "name": "test", "timeZone": "America/Chicago",
        "services": ["hub", "assessment", "scheduler", "peer-groups", "treatment",
                     "aftercare", "ledger"],
        "phases": [
            {"id": "p1", "name": "one", "level": "2.1", "hoursPerWeek": 9,
             "individualEveryWeeks": 1, "reviewAfterWeeks": 6},
            {"id": "p2", "name": "two", "level": "1", "hoursPerWeek": 6,
             "individualEveryWeeks": 2, "reviewAfterWeeks": 4}],
        "rooms": [{"id": "g1", "kind": "group", "seats": 8},
                  {"id": "o1", "kind": "office", "seats": 3},
                  {"id": "o2", "kind": "office", "seats": 3}],
        "staff": [person("t1", "clinician"), person("t2", "clinician"), person("n1", "nurse"),
                  person("f1", "front-desk"), person("it", "administrator")],
        "groups": [group("a", "p1", MORNING["a"], "09:00-12:00", "g1", "t1"),
                   group("b", "p1", MORNING["b"], "09:00-12:00", "g1", "t2"),
                   group("c", "p2", ("tue", "thu"), "17:00-20:00", "g1", "t1")],
        "closures": ["2026-11-04"],
        "policies": {"groupCapacity": 12, "alertHoursNow": 1, "alertHoursToday": 8,
                     "followUpDays": 7},
    }


class Fact:
    """An event before it is written."""

    def __init__(self, number, kind, data, at, actor, cause, time):
        self.id, self.kind, self.data, self.at = f"m-{number:05}", kind, data, at
        self.actor, self.cause, self.time = actor, cause, time
        self.data_class = "clinical"
        #: When the ledger heard of it, if its owner's clock was behind then.
        self.heard = None


class Story:
    """Events in local time; `lines` gives them sequences and hash chains."""

    def __init__(self):
        self.clinic = clinic()
        self.facts = []
        self.number = 0

    def add(self, kind, at, /, actor=None, cause=None, **data):
        """`at`: local, `2026-10-05T09:00`. Without a cause a command outside the ledger is it."""
        self.number += 1
        data = {name.rstrip("_"): value for name, value in data.items()}
        fact = Fact(self.number, kind, data, at, actor, cause or f"command-{self.number}",
                    to_utc(at))
        self.facts.append(fact)
        return fact

    def find(self, kind, /, **match):
        return next(fact for fact in self.facts if fact.kind == kind and all(
            fact.data.get(name) == value for name, value in match.items()))

    def find_all(self, kind, /, **match):
        return [fact for fact in self.facts if fact.kind == kind and all(
            fact.data.get(name) == value for name, value in match.items())]

    def remove(self, *facts):
        self.facts = [fact for fact in self.facts if fact not in facts]

    def retract(self, fact, at):
        return self.add(f"{fact.kind.split('.')[0]}.correction.entered-in-error", at, ACTOR,
                        event=fact.id, type=fact.kind + ".v1", reason="test")

    def move(self, fact, at):
        fact.at, fact.time = at, to_utc(at)

    def lines(self):
        heads, lines = {}, []
        for position, fact in enumerate(sorted(self.facts, key=lambda fact: fact.heard or fact.time), 1):
            stream = fact.kind.rpartition(".")[0]
            sequence, prevhash = heads.get(stream, (0, ORIGIN))
            attributes = {
                "specversion": "1.0", "id": fact.id, "source": "/test/" + stream.split(".")[0],
                "type": fact.kind + ".v1", "time": show_utc(fact.time),
                "dataclassification": fact.data_class, "sequence": sequence + 1,
                "prevhash": prevhash, "causationid": fact.cause}
            if fact.actor:
                attributes["actor"], attributes["role"] = fact.actor
            line = {"position": position, "topic": f"event.{stream}",
                    "attributes": json.dumps(attributes, sort_keys=True),
                    "data": json.dumps(fact.data, sort_keys=True)}
            heads[stream] = (sequence + 1, chain_hash(Event(line)))
            lines.append(line)
        return lines


def to_utc(at):
    naive = datetime.datetime.fromisoformat(at)
    daylight = naive + datetime.timedelta(hours=5)
    return daylight if daylight < CHANGE else naive + datetime.timedelta(hours=6)


def to_local(utc):
    return utc - datetime.timedelta(hours=5 if utc < CHANGE else 6)


def show_utc(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"


def day(number, clock="08:00"):
    """The local time of a day of the story; 0 is the first Monday."""
    return f"{START + datetime.timedelta(days=number)}T{clock}"


def date(number):
    return day(number)[:10]


_good = None


def good_story():
    """Five weeks of a small clinic. Each call gives a story of its own."""
    global _good
    if _good is None:
        _good = tell()
    return copy.deepcopy(_good)


def tell():
    story = Story()
    strike_clock(story)
    for number in range(1, 9):
        admit(story, f"c-{number}", "a" if number <= 4 else "b")
    tell_seats(story)
    tell_danger(story)
    tell_step_down_and_aftercare(story)
    tell_referred_and_declined(story)
    tell_waiting(story)
    tell_sessions(story)
    tell_no_show(story)
    tell_treatment(story)
    tell_away(story)
    # It tells its own part, and needs this module for it.
    import therapy_story
    therapy_story.tell(story)
    tell_therapy(story)
    return story


def strike_clock(story):
    """Four hours of each day: nothing is due in the others, so a rehearsal jumps over them."""
    utc = to_utc(day(0, "00:00"))
    while utc <= to_utc(f"{END}T00:00"):
        told = to_local(utc)
        at = told.isoformat()[:16]
        if told.hour == 0:
            story.add("supervisor.clock.day-began", at, date=at[:10])
        if told.hour in (0, 8, 13, 18):
            story.add("supervisor.clock.hour-began", at, ("it", "administrator"),
                      moment={"utc": show_utc(utc), "local": at})
        utc += datetime.timedelta(hours=1)


def register(story, client, number=0, commitments=()):
    story.add("assessment.client.registered", day(number), ("f1", "front-desk"), client=client,
              ages="adult", language="en", commitments=list(commitments), owner="n1")
    follow_up(story, client, number, "intake", day(number))


def follow_up(story, client, number, situation, at, days=7):
    story.add("aftercare.outreach.follow-up-assigned", at, client=client, situation=situation,
              owner="n1", nextContact=date(number + days))


def overdue(story, client, number):
    """A registration's seven days are over, and its owner is told."""
    return story.add("assessment.intake.overdue", day(number + 7), client=client, owner="n1",
                     since=show_utc(to_utc(day(number))))


def submit(story, client, at, instrument, submission, **answers):
    return story.add(
        "assessment.questionnaire.submitted", at, ("n1", "nurse"), client=client,
        submission=submission, instrument=instrument,
        answers={name.lstrip("_"): {"value": value} if value is not None
                 else {"missing": "refused"} for name, value in answers.items()})


def place(story, client, at, indicated="2.1", placed="2.1"):
    return story.add("assessment.placement.confirmed", at, ACTOR, client=client,
                     placement=f"r-{client}", indicated=indicated, placed=placed, ages="adult")


def enroll(story, client, at, group, placement=None):
    placement = placement or place(story, client, at)
    opened = story.add("scheduler.enrollment.opened", at, cause=placement.id, client=client,
                       enrollment=f"e-{client}", phase="p1", level="2.1", ages="adult",
                       clinician="t1")
    if group:
        seat(story, client, at, group, cause=opened.id)
    duty(story, "assessment", at, "fill-form", client, "phq-9", days=28)
    sign = duty(story, "treatment", at, "sign-treatment-plan", client, "plan", days=10)
    signed = later(at, days=1)
    story.add("treatment.plan.signed", signed, ACTOR, client=client, plan="p-1", review=date(33),
              isAgreed=True, signer="t1")
    done(story, sign, signed)


def duty(story, owner, at, kind, client, about, days=1, person="t1", role="clinician"):
    """Opens a duty of a client's, or of nobody's where it is about none."""
    data = {"client": client} if client else {}
    return story.add(
        f"{owner}.duty.opened", at, duty=f"d-{kind}-{client}-{about}-{story.number}", kind=kind,
        about=about, role=role, person=person, since=show_utc(to_utc(at)),
        due=show_utc(to_utc(at) + datetime.timedelta(days=days)), words="test", **data)


def done(story, opened, at):
    owner = opened.kind.split(".")[0]
    return story.add(f"{owner}.duty.closed", at, duty=opened.data["duty"],
                     client=opened.data.get("client"), how="done")


def later(at, days=0, hours=0):
    told = datetime.datetime.fromisoformat(at) + datetime.timedelta(days=days, hours=hours)
    return told.isoformat()[:16]


def seat(story, client, at, group, phase="p1", cause=None):
    joined = story.add("peer-groups.membership.joined", at, cause=cause, client=client,
                       group=group, phase=phase)
    story.add("aftercare.outreach.follow-up-ended", at, cause=joined.id, client=client)


def admit(story, client, group):
    register(story, client, commitments=["sun 09:00-12:00"])
    answers = {f"_{item}": 0 for item in range(1, 10)}
    submit(story, client, day(1), "phq-9", f"f-{client}", **answers)
    submit(story, client, day(1), "c-ssrs-screener", f"g-{client}", **ALL_NO)
    story.add("assessment.questionnaire.intake-answered", day(1), ("n1", "nurse"), client=client,
              answers={"seizure-now": {"value": 0}, "danger-at-home": {"value": 0}})
    enroll(story, client, day(2), group)


def tell_seats(story):
    """c-1 and c-5 must not meet; they sit in different groups on different days."""
    story.add("peer-groups.pairing.forbidden", day(1), ACTOR, first="c-1", second="c-5",
              reason="test")
    story.add("assessment.client.commitments-changed", day(19), ("f1", "front-desk"),
              client="c-8", commitments=["tue 08:00-10:00"])


def tell_danger(story):
    """c-2 answers item 9, acknowledged in time; c-3 leaves it open, acknowledged late."""
    submit(story, "c-2", day(8, "10:00"), "phq-9", "f-danger", _9=2)
    alert(story, "c-2", day(8, "10:00"), "a-1", "suicide-risk", "now", 1, "f-danger")
    acknowledge(story, "c-2", day(8, "11:00"), "a-1", False)
    submit(story, "c-3", day(8, "10:00"), "phq-9", "f-open", _9=None)
    alert(story, "c-3", day(8, "10:00"), "a-2", "safety-question-open", "today", 8, "f-open")
    for rung, hour in enumerate(("18:00", "19:00", "20:00"), 1):
        pass_on(story, "a-2", day(8, hour), rung)
    acknowledge(story, "c-3", day(8, "21:00"), "a-2", True)
    story.add("assessment.questionnaire.intake-answered", day(9), ("n1", "nurse"), client="c-4",
              answers={"danger-at-home": {"value": 1}})
    alert(story, "c-4", day(9), "a-3", "danger-at-home", "today", 8, None)
    acknowledge(story, "c-4", day(9, "10:00"), "a-3", False)


def tell_therapy(story):
    """A therapy with a card is approved; c-5 tells of self-harm on it, and the therapy sees it too."""
    story.add("supervisor.plugin.form-approved", day(2), plugin="dbt", hash="ab12",
              form={"id": "card", "dangers": [
                  {"kind": "suicide-risk", "urgency": "now", "items": ["harm"]}]})
    story.add("supervisor.plugin.approved", day(2), plugin="dbt", hash="ab12", version="1",
              unconfined=False, contract={"acts": ["alert"], "facts": [
                  {"name": "call", "about": "client", "fields": {
                      "minutes": {"type": "integer"},
                      "note": {"type": "text", "optional": True}}}]})
    submit(story, "c-5", day(10, "10:00"), "dbt.card", "f-card", harm=1)
    alert(story, "c-5", day(10, "10:00"), "a-5", "suicide-risk", "now", 1, "f-card")
    act = story.add("dbt.act.alert-raised", day(10, "10:00"), client="c-5", sign="self-harm",
                    urgency="now", guidance="test")
    story.add("assessment.risk.concern-raised", day(10, "10:00"), cause=act.id, client="c-5",
              concern="k-1", kind="suicide-risk", urgency="now", questions=[], finding="test")
    acknowledge(story, "c-5", day(10, "11:00"), "a-5", False)
    story.add("dbt.record.added", day(11), name="call", client="c-5", data={"minutes": 9})


def alert(story, client, at, name, kind, urgency, hours, submission):
    data = {"submission": submission} if submission else {}
    due = show_utc(to_utc(at) + datetime.timedelta(hours=hours))
    concern(story, client, at, kind, urgency)
    told = story.add(
        "assessment.risk.alerted", at, ("n1", "nurse"), client=client, alert=name, kind=kind,
        urgency=urgency, due=due, guidance="test", **data)
    story.add(
        "assessment.duty.opened", at, duty=f"d-{name}", kind="acknowledge-alert", client=client,
        about=name, role="nurse", person="n1", since=show_utc(to_utc(at)), due=due, words="test")
    return told


def concern(story, client, at, kind, urgency):
    return story.add(
        "assessment.risk.concern-opened", at, ("n1", "nurse"), client=client, concern="k-1",
        kind=kind, urgency=urgency, questions=[], finding="test")


def close_concern(story, client, at, kind, actor, action="test", next_screen="2026-10-20"):
    return story.add(
        "assessment.risk.concern-closed", at, actor, client=client, concern="k-1", kind=kind,
        level="low", action=action, hasSafetyPlan=True, nextScreen=next_screen)


def pass_on(story, name, at, rung):
    return story.add(
        "assessment.duty.escalated", at, duty=f"d-{name}", client="c-3", rung=rung,
        role="director", person="d1", due=show_utc(to_utc(at) + datetime.timedelta(hours=1)))


def acknowledge(story, client, at, name, is_late):
    story.add("assessment.risk.acknowledged", at, ("n1", "nurse"), client=client, alert=name,
              isLate=is_late, action="test")


def tell_step_down_and_aftercare(story):
    """d-1 steps down, finishes, signs a plan, and is called each week."""
    register(story, "d-1")
    enroll(story, "d-1", day(1), "a")
    story.add("scheduler.enrollment.phase-changed", day(8, "13:00"), ACTOR, client="d-1",
              enrollment="e-d-1", from_="p1", to="p2", direction="step-down", level="1",
              reason="test")
    story.add("peer-groups.membership.left", day(8, "13:00"), client="d-1", group="a",
              reason="test")
    seat(story, "d-1", day(8, "13:00"), "c", "p2")
    story.add("aftercare.plan.drafted", day(8, "13:00"), client="d-1", plan="cp-1",
              cadence="tmac", sections={})
    story.add("aftercare.plan.signed", day(13), ACTOR, client="d-1", plan="cp-1")
    for number in (16, 20):
        story.add("aftercare.appointment.booked", day(13), ACTOR, client="d-1",
                  appointment=f"ap-{number}", with_="test", at=day(number, "10:00"), place="test")
    story.add("scheduler.enrollment.closed", day(14, "13:00"), ACTOR, client="d-1",
              enrollment="e-d-1", outcome="completed", reason="test")
    story.add("peer-groups.membership.left", day(14, "13:00"), client="d-1", group="c",
              reason="test")
    follow_up(story, "d-1", 14, "aftercare", day(14, "13:00"))
    for number in (21, 28):
        call(story, "d-1", number, "aftercare")


def call(story, client, number, situation, is_reached=True):
    """A contact that falls due at midnight and is made, or missed, at ten."""
    name = f"k-{client}-{number}"
    story.add("aftercare.contact.due", day(number, "00:00"), client=client, contact=name,
              situation=situation, owner="n1", due=date(number))
    at = day(number, "10:00")
    if is_reached:
        story.add("aftercare.contact.kept", at, ("n1", "nurse"), client=client, contact=name,
                  summary="test")
        follow_up(story, client, number, situation, at)
    else:
        story.add("aftercare.contact.missed", at, ("n1", "nurse"), client=client, contact=name,
                  attempt="test")
        story.add("aftercare.outreach.escalated", at, client=client, contact=name, rung=1,
                  action="test", owner="n1", due=date(number + 2))


def tell_referred_and_declined(story):
    """r-1 goes to a residential programme against the rules' advice; r-2 does not want any.

    r-1's third call is missed, and made two days later by the ladder.
    """
    register(story, "r-1")
    place(story, "r-1", day(3), "2.1", "3.5").data["overrideReason"] = "test"
    follow_up(story, "r-1", 3, "referred-out", day(3))
    call(story, "r-1", 10, "referred-out")
    call(story, "r-1", 17, "referred-out", is_reached=False)
    story.add("aftercare.contact.kept", day(19, "10:00"), ("n1", "nurse"), client="r-1",
              contact="k-r-1-17", summary="test")
    follow_up(story, "r-1", 19, "referred-out", day(19, "10:00"))
    for number in (26, 33):
        call(story, "r-1", number, "referred-out")
    register(story, "r-2")
    story.add("assessment.client.declined", day(4), ("f1", "front-desk"), client="r-2",
              reason="test")
    follow_up(story, "r-2", 4, "declined", day(4))
    for number in (11, 18, 25, 32):
        call(story, "r-2", number, "declined")


def tell_waiting(story):
    """w-1 waits a week for a seat."""
    register(story, "w-1")
    enroll(story, "w-1", day(4), None)
    story.add("peer-groups.membership.waitlisted", day(4), client="w-1", phase="p1", reasons=[],
              position=1)
    follow_up(story, "w-1", 4, "waiting", day(4))
    seat(story, "w-1", day(10), "a")


def members(group, week):
    if group == "c":
        return ["d-1"] if week == 1 else []
    names = [f"c-{n}" for n in (range(1, 5) if group == "a" else range(5, 9))]
    if group == "a" and week >= 2:
        names.append("w-1")
    return names


def tell_sessions(story):
    """Weeks 1 to 4, each planned on the Sunday before; week 4 has a closure on its Wednesday."""
    for week in range(1, 5):
        monday = week * 7
        at = day(monday - 1, "18:00")
        count = 0
        for group in ("a", "b", "c"):
            for template in next(g for g in story.clinic["groups"] if g["id"] == group)["sessions"]:
                number = monday + WEEKDAYS.index(template["at"][:3])
                if date(number) in story.clinic["closures"] or not members(group, week):
                    continue
                clients = members(group, week)
                if week >= 3 and template["at"].startswith("tue"):
                    clients = [client for client in clients if client != "c-8"]
                schedule(story, at, f"s-{group}-{number}", group, number, template["at"][4:],
                         template["room"], template["clinician"], clients, monday)
                count += 1
        schedule(story, at, f"i-{week}", None, monday, "13:00-14:00", "o1", "t1", ["c-1"], monday)
        story.add("scheduler.session.week-planned", at, week=date(monday), sessions=count,
                  minutes={})
        if week == 3:
            story.add("scheduler.conflict.found", at, client="c-8", week=date(monday),
                      offeredMinutes=360, neededMinutes=540, blockers=[
                          {"kind": "commitment", "group": "b", "at": "tue 09:00-12:00"}])


def schedule(story, at, name, group, number, span, room, clinician, clients, monday):
    start, end = span.split("-")
    data = {"group": group} if group else {}
    return story.add(
        "scheduler.session.scheduled", at, session=name, week=date(monday),
        kind="skills" if group else "individual", clinician=clinician, room=room,
        start=day(number, start), end=day(number, end), capacity=6 if group else 1,
        clients=list(clients), **data)


def tell_no_show(story):
    """c-7 does not come on Tuesday and Thursday of week 1, is looked for, and comes on Saturday."""
    attend(story, "c-7", day(8, "12:00"), "s-b-8", "no-show")
    attend(story, "c-7", day(10, "12:00"), "s-b-10", "no-show")
    follow_up(story, "c-7", 10, "no-show", day(10, "12:00"), days=2)
    attend(story, "c-7", day(12, "12:00"), "s-b-12", "present")
    story.add("aftercare.outreach.follow-up-ended", day(12, "12:00"), client="c-7")


def attend(story, client, at, session, status):
    story.add("scheduler.attendance.recorded", at, ("t1", "clinician"), client=client,
              session=session, status=status, minutes=0 if status == "no-show" else 180)


def tell_treatment(story):
    """c-1 is certified, c-2's test is confirmed and judged, c-3's shows what is prescribed, and c-4
    refuses one and returns to use."""
    story.add("treatment.certification.required", day(3), ("n1", "nurse"), client="c-1",
              payer="test", isRequired=True)
    certify = duty(story, "treatment", day(3), "certify", "c-1", "e-c-1", days=3)
    story.add("treatment.certification.signed", day(4), ACTOR, client="c-1",
              enrollment="e-c-1", from_=date(2), through=date(40), signer="t1")
    done(story, certify, day(4))
    duty(story, "treatment", day(26), "certify", "c-1", "e-c-1", days=14)
    order(story, "c-2", "u-1", day(8))
    collect(story, "c-2", "u-1", day(8, "10:00"))
    result(story, "c-2", "u-1", day(8, "12:00"), "presumptive", ["cocaine"])
    confirm = duty(story, "treatment", day(8, "12:00"), "record-result", "c-2", "u-1", days=7)
    result(story, "c-2", "u-1", day(12), "confirmed", ["cocaine"])
    done(story, confirm, day(12))
    judge(story, "c-2", "u-1", day(12), day(13), "no-use")
    story.add("treatment.medication.started", day(3), ("n1", "nurse"), client="c-3",
              medication="x-1", name="test", purpose="other", prescriber="test",
              testsAs=["buprenorphine"], since=date(3))
    order(story, "c-3", "u-2", day(9))
    collect(story, "c-3", "u-2", day(9, "10:00"))
    result(story, "c-3", "u-2", day(10), "presumptive", ["buprenorphine"], unexpected=[])
    order(story, "c-4", "u-3", day(15))
    collect(story, "c-4", "u-3", day(15, "10:00"), "refused")
    judged = judge(story, "c-4", "u-3", day(15, "10:00"), day(16), "return-to-use")
    story.add("aftercare.contact.return-to-use-reported", day(16), client="c-4",
              cause=judged.id)
    screen = duty(story, "assessment", day(16), "fill-form", "c-4", "c-ssrs-screener")
    submit(story, "c-4", day(16, "10:00"), "c-ssrs-screener", "f-screen", **ALL_NO)
    done(story, screen, day(16, "10:00"))


def order(story, client, test, at):
    story.add("treatment.urine-test.ordered", at, client=client, test=test, day=at[:10],
              isDrawn=True)
    duty(story, "treatment", at, "collect-test", client, test)


def finish(story, client, test, kind, at):
    """Closes the open duty of a kind about a test."""
    opened = story.find_all("treatment.duty.opened", kind=kind, client=client, about=test)
    done(story, opened[-1], at)


def collect(story, client, test, at, outcome="collected"):
    story.add("treatment.urine-test.collection-recorded", at, ("n1", "nurse"), client=client,
              test=test, outcome=outcome, collector="n1")
    finish(story, client, test, "collect-test", at)
    if outcome == "collected":
        duty(story, "treatment", at, "record-result", client, test, days=2)


def result(story, client, test, at, stage, found, unexpected=None):
    story.add("treatment.urine-test.resulted", at, ("n1", "nurse"), client=client, test=test,
              stage=stage, found=found, unexpected=found if unexpected is None else unexpected)
    if stage == "presumptive":
        finish(story, client, test, "record-result", at)


def judge(story, client, test, since, at, judgement):
    opened = duty(story, "treatment", since, "judge-test", client, test)
    judged = story.add("treatment.urine-test.judged", at, ACTOR, client=client, test=test,
                       judgement=judgement, reason="test")
    done(story, opened, at)
    return judged


def tell_away(story):
    """t2 is sick on the Tuesday of week 3; t1 leads group b then."""
    away(story, "t2", day(20, "19:00"), 22)
    opened = duty(story, "scheduler", day(20, "19:00"), "cover-session", None, "s-b-22")
    story.add("scheduler.session.covered", day(20, "20:00"), ACTOR, session="s-b-22",
              clinician="t1")
    done(story, opened, day(20, "20:00"))


def away(story, person, at, first, last=None):
    return story.add("scheduler.staff.away", at, ("f1", "front-desk"), staff=person,
                     from_=date(first), through=date(last or first))
