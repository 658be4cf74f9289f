"""Each rule passes on a good history, and fails on one that breaks it and nothing else."""

import contextlib
import io
import json
import os
import tempfile
import unittest

import check_history
import fixtures
from checker.clinic import Clinic
from checker.moments import LocalClock, WeeklyTime, local, minute, show_local, utc
from checker.reading import Event, Unreadable, build_history, read_event
from checker.rules import RULES, Facts, check
from checker.rules_danger import c_ssrs, ciwa_ar, cows, intake, phq_9
from checker.summary import DEFAULT_SEED, DEFAULT_SEED_MOST, shortages, summarize
from fixtures import ACTOR, date, day, show_utc, to_utc

SESSION = "scheduler.session.scheduled"
ASSIGNED = "aftercare.outreach.follow-up-assigned"


def facts_of(story, lines=None):
    clinic = Clinic(story.clinic)
    events = [Event(line) for line in (story.lines() if lines is None else lines)]
    return build_history(events, clinic), clinic


def broken_rules(story, lines=None):
    """The rules that a story breaks."""
    return {found.rule for found in check(*facts_of(story, lines)) if found.violations}


class RuleTest(unittest.TestCase):
    def setUp(self):
        self.story = fixtures.good_story()

    def assert_breaks(self, *rules, lines=None):
        self.assertEqual(set(rules), broken_rules(self.story, lines))

    def assert_kept(self):
        self.assert_breaks()

    def cases(self, rule):
        """What a rule puts down to people, or to the clock."""
        return next(found.cases for found in check(*facts_of(self.story)) if found.rule == rule)


class GoodHistory(RuleTest):
    def test_keeps_every_rule(self):
        self.assert_kept()

    def test_gives_every_rule_something_to_judge(self):
        for found in check(*facts_of(self.story)):
            self.assertGreater(found.checked, 0, found.rule)

    def test_a_clinic_without_aftercare_is_not_judged_by_its_contacts(self):
        self.story.clinic["services"].remove("aftercare")
        self.story.remove(*[f for f in self.story.facts if f.kind.startswith("aftercare.")])
        self.assert_kept()


def is_of(kind, line):
    """Whether a line of the ledger tells of that fact."""
    return json.loads(line["attributes"])["type"] == f"{kind}.v1"


class Streams(RuleTest):
    def lines(self, kind):
        lines = self.story.lines()
        return lines, [line for line in lines if is_of(kind, line)]

    def test_a_lost_event_is_a_hole(self):
        lines, own = self.lines("scheduler.session.scheduled")
        lines.remove(own[5])
        self.assertLessEqual({"streams-whole", "hash-chain"}, broken_rules(self.story, lines))

    def test_an_event_that_is_there_twice(self):
        lines, own = self.lines("aftercare.plan.signed")
        lines.append(dict(own[-1], position=lines[-1]["position"] + 1))
        self.assertIn("streams-whole", broken_rules(self.story, lines))

    def test_two_events_of_one_id(self):
        first, second = self.story.find_all("aftercare.contact.kept")[:2]
        second.id = first.id
        self.assert_breaks("streams-whole")

    def test_positions_that_go_back(self):
        lines = self.story.lines()
        lines[10]["position"] = 5
        self.assert_breaks("streams-whole", lines=lines)

    def test_a_type_that_is_not_its_topic(self):
        lines, own = self.lines("aftercare.plan.signed")
        own[-1]["attributes"] = own[-1]["attributes"].replace("plan.signed", "plans.signed")
        self.assert_breaks("streams-whole", "completed-ready", lines=lines)

    def test_a_correction_of_another_service(self):
        own = self.story.find("aftercare.plan.drafted")
        self.story.retract(own, day(20)).kind = "scheduler.correction.entered-in-error"
        self.assert_breaks("streams-whole")

    def test_a_changed_body_breaks_the_chain(self):
        lines, own = self.lines("aftercare.contact.kept")
        own[0]["data"] = own[0]["data"].replace('"summary": "test"', '"summary": "other"')
        self.assert_breaks("hash-chain", lines=lines)

    def test_a_changed_byte_of_the_attributes_breaks_the_chain(self):
        lines, own = self.lines("aftercare.contact.kept")
        own[0]["attributes"] = own[0]["attributes"].replace(", ", ",  ", 1)
        self.assert_breaks("hash-chain", lines=lines)

    def test_a_first_event_that_follows_something(self):
        lines, own = self.lines("aftercare.plan.drafted")
        own[0]["attributes"] = own[0]["attributes"].replace("0" * 64, "f" * 64)
        self.assertIn("hash-chain", broken_rules(self.story, lines))

    def judged_by_heads(self, **heads):
        history, clinic = facts_of(self.story)
        history.heads = {"aftercare.plan": (2, heads["hash"]), "assessment.identity": (9, None),
                         "scheduler.session": (heads["sequence"], None)}
        return {found.rule for found in check(history, clinic) if found.violations}

    def test_a_lost_tail_shows_against_the_owners_head(self):
        lines, own = self.lines("aftercare.plan.signed")
        head = fixtures.chain_hash(Event(own[-1]))
        sessions = [line for line in lines if line["topic"] == "event.scheduler.session"]
        self.assertEqual(set(), self.judged_by_heads(hash=head, sequence=len(sessions)))
        self.assertEqual({"streams-whole"},
                         self.judged_by_heads(hash=head, sequence=len(sessions) + 1))
        self.assertEqual({"hash-chain"},
                         self.judged_by_heads(hash="f" * 64, sequence=len(sessions)))

    def test_the_hash_is_the_published_one(self):
        # The bytes 00000001 't' 00000002 '{}' 00000020 SHA-256("{}"), hashed by sha256sum.
        event = Event(self.story.lines()[0])
        event.topic, event.attributes_text, event.data_text = "t", "{}", "{}"
        self.assertEqual(GOLDEN_HASH, fixtures.chain_hash(event))


class Clock(RuleTest):
    def test_a_day_left_out(self):
        self.story.remove(self.story.find("supervisor.clock.day-began", date=date(12)))
        self.assertIn("clock", broken_rules(self.story))

    def test_an_hour_struck_twice(self):
        hour = self.story.find_all("supervisor.clock.hour-began")[-1]
        again = self.story.add("supervisor.clock.hour-began", hour.at, **hour.data)
        again.time = hour.time
        self.assert_breaks("clock")

    @unittest.skipIf(LocalClock([], "America/Chicago").zone is None, "no time zone database")
    def test_a_local_time_that_the_zone_does_not_have(self):
        hour = self.story.find_all("supervisor.clock.hour-began")[-1]
        hour.data["moment"]["local"] = hour.data["moment"]["local"].replace("T00", "T01")
        self.assert_breaks("clock")


class Privacy(RuleTest):
    def test_a_name_in_the_ledger(self):
        self.story.add("assessment.identity.recorded", day(1), ("f1", "front-desk"),
                       client="c-1", name="name", contact="contact")
        self.assert_breaks("no-identity")

    def test_an_identifying_event_of_another_stream(self):
        self.story.find("aftercare.plan.drafted").data_class = "identifying"
        self.assert_breaks("no-identity")


class Overlap(RuleTest):
    def setUp(self):
        super().setUp()
        self.session = self.story.find(SESSION, session="i-2")

    def test_a_client_in_two_sessions(self):
        self.session.data.update(start=day(14, "11:30"), end=day(14, "12:30"), clinician="t2")
        self.assert_breaks("no-overlap")

    def test_a_clinician_in_two_sessions(self):
        self.session.data.update(start=day(14, "11:30"), end=day(14, "12:30"), clients=["r-2"])
        self.assert_breaks("no-overlap")

    def test_a_room_with_two_sessions(self):
        self.session.data.update(start=day(14, "11:30"), end=day(14, "12:30"), clients=["r-2"],
                                 clinician="t2", room="g1")
        self.assert_breaks("no-overlap")

    def test_sessions_that_touch_do_not_overlap(self):
        self.session.data.update(start=day(14, "12:00"), end=day(14, "13:00"))
        self.assert_kept()

    def test_a_cancelled_session_is_in_nobodys_way(self):
        self.session.data.update(start=day(14, "11:30"), end=day(14, "12:30"))
        self.story.add("scheduler.session.cancelled", day(13, "19:00"), session="i-2",
                       reason="test")
        self.assert_kept()

    def test_a_long_session_over_a_later_one(self):
        self.session.data.update(start=day(14, "08:30"), end=day(14, "14:00"))
        self.assert_breaks("no-overlap")


class Unchanged(RuleTest):
    def test_a_session_moved_after_it_began(self):
        data = dict(self.story.find(SESSION, session="i-2").data, clients=["c-2"])
        self.story.add(SESSION, day(14, "14:00"), **data)
        self.assert_breaks("unchanged-after-start")

    def test_a_session_cancelled_after_it_began(self):
        self.story.add("scheduler.session.cancelled", day(14, "14:00"), session="i-2",
                       reason="test")
        self.assert_breaks("unchanged-after-start")

    def test_a_session_moved_before_it_began(self):
        data = dict(self.story.find(SESSION, session="i-2").data, clients=["c-2"])
        self.story.add(SESSION, day(14, "13:00"), **data)
        self.assert_kept()


class Capacity(RuleTest):
    def test_a_session_over_its_own_limit(self):
        self.story.find(SESSION, session="i-2").data["clients"] = ["c-1", "c-2"]
        self.assert_breaks("capacity")

    def test_a_session_over_the_rooms_seats(self):
        self.story.find(SESSION, session="s-b-15").data["room"] = "o2"
        self.assert_breaks("capacity")

    def test_a_session_over_the_groups_limit(self):
        session = self.story.find(SESSION, session="s-b-15")
        session.data["capacity"] = 8
        session.data["clients"] += ["r-1", "r-2", "w-1"]
        self.assert_breaks("capacity")

    def test_a_session_over_the_clinics_limit(self):
        self.story.clinic["policies"]["groupCapacity"] = 4
        self.assert_breaks("capacity")

    def test_a_client_twice_in_a_session(self):
        self.story.find(SESSION, session="s-b-15").data["clients"].append("c-5")
        self.assert_breaks("capacity")

    def test_a_group_with_too_many_members(self):
        self.story.clinic["groups"][0]["capacity"] = 5
        for number in (1, 2):
            self.story.add("peer-groups.membership.joined", day(30), client=f"c-{number + 4}",
                           group="a", phase="p1")
        self.assertIn("capacity", broken_rules(self.story))

    def test_a_room_that_the_clinic_does_not_have(self):
        self.story.find(SESSION, session="i-2").data["room"] = "attic"
        self.assert_breaks("capacity")

    def test_a_group_that_the_clinic_does_not_have(self):
        self.story.add("peer-groups.membership.joined", day(30), client="r-1", group="z",
                       phase="p1")
        self.assert_breaks("capacity")

    def test_a_seat_that_was_left_is_free(self):
        self.story.clinic["groups"][0]["capacity"] = 5
        self.assert_kept()


class Closure(RuleTest):
    def test_a_session_on_a_closed_day(self):
        fixtures.schedule(self.story, day(27, "18:00"), "s-x", "a", 30, "09:00-12:00", "g1", "t1",
                          ["c-1"], 28)
        self.assert_breaks("closure")


class StaffHours(RuleTest):
    def test_a_session_after_hours(self):
        self.story.find(SESSION, session="i-2").data.update(
            start=day(14, "20:30"), end=day(14, "21:30"))
        self.assert_breaks("staff-hours")

    def test_a_clinician_who_does_not_work_here(self):
        self.story.find(SESSION, session="i-2").data["clinician"] = "nobody"
        self.assert_breaks("staff-hours")


class Commitment(RuleTest):
    def test_a_session_over_working_hours(self):
        self.story.find("assessment.client.registered", client="c-1").data["commitments"] = [
            "mon 13:30-17:00"]
        self.assert_breaks("commitment")

    def test_a_session_over_a_change_that_was_told_before(self):
        self.story.add("assessment.client.commitments-changed", day(13), client="c-1",
                       commitments=["mon 13:30-17:00"])
        self.assert_breaks("commitment")

    def test_a_commitment_that_ends_when_the_session_begins(self):
        self.story.find("assessment.client.registered", client="c-1").data["commitments"] = [
            "mon 12:00-13:00"]
        self.assert_kept()

    def test_a_change_in_the_hour_of_the_planning_may_be_unheard(self):
        self.story.add("assessment.client.commitments-changed", day(27, "18:00"), client="c-1",
                       commitments=["mon 13:30-17:00"])
        self.assert_kept()

    def test_a_service_that_comes_late_to_an_hour_may_know_what_was_told_at_a_later_one(self):
        session = self.story.find(SESSION, session="s-b-22")
        session.data["clients"].append("c-8")
        self.story.add("assessment.client.commitments-changed", day(21), ("f1", "front-desk"),
                       client="c-8", commitments=[])
        # Week 3 was planned on day 20, when c-8 had no time on Tuesday.
        self.assertIn("commitment", broken_rules(self.story))
        week = [fact for fact in self.story.facts if fact.kind.startswith("scheduler.session.")
                and fact.time >= session.time]
        for fact in week:
            fact.heard = max(fact.time, fixtures.to_utc(day(21, "09:00")))
        self.assertNotIn("commitment", broken_rules(self.story))

    def test_an_earlier_commitment_does_not_hold_any_more(self):
        self.story.find("assessment.client.registered", client="c-1").data["commitments"] = [
            "mon 13:30-17:00"]
        self.story.add("assessment.client.commitments-changed", day(3), client="c-1",
                       commitments=[])
        self.assert_kept()


class DoNotPair(RuleTest):
    def individual(self, clients, number=21, span="09:30-10:00"):
        return fixtures.schedule(self.story, day(20, "18:00"), "i-x", None, number, span, "o2",
                                 "t2", clients, 21)

    def test_two_in_one_session(self):
        self.individual(["c-1", "c-5"], 26, "19:00-20:00").data["capacity"] = 2
        self.assert_breaks("do-not-pair")

    def test_two_who_arrive_at_the_same_hour(self):
        self.individual(["c-5"])
        self.assert_breaks("do-not-pair")

    def test_another_hour_of_the_same_day_is_apart(self):
        self.individual(["c-5"], span="10:00-10:30")
        self.assert_kept()

    def test_a_session_that_still_stands_after_the_rule(self):
        self.individual(["c-6"])
        self.story.add("peer-groups.pairing.forbidden", day(20, "20:00"), ACTOR, first="c-6",
                       second="c-1", reason="test")
        self.assert_breaks("do-not-pair")

    def test_a_session_before_the_rule(self):
        self.individual(["c-6"])
        self.story.add("peer-groups.pairing.forbidden", day(21, "10:00"), ACTOR, first="c-6",
                       second="c-1", reason="test")
        self.assert_kept()

    def test_a_rule_that_was_lifted(self):
        self.individual(["c-5"])
        self.story.add("peer-groups.pairing.allowed", day(20, "08:00"), ACTOR, first="c-5",
                       second="c-1", reason="test")
        self.assert_kept()

    def test_a_rule_that_was_entered_in_error(self):
        self.individual(["c-5"])
        self.story.retract(self.story.find("peer-groups.pairing.forbidden"), day(3))
        self.assert_kept()

    def test_a_seat_in_the_same_group(self):
        self.story.add("peer-groups.pairing.forbidden", day(5), ACTOR, first="r-1",
                       second="r-2", reason="test")
        for client in ("r-1", "r-2"):
            self.story.add("peer-groups.membership.joined", day(30), client=client, group="c",
                           phase="p2")
        self.assert_breaks("do-not-pair")


class Ages(RuleTest):
    def test_an_adolescent_among_adults(self):
        self.story.find("assessment.client.registered", client="c-6").data["ages"] = "adolescent"
        self.assert_breaks("ages-apart")

    def make_young(self, client):
        self.story.find("assessment.client.registered", client=client).data["ages"] = "adolescent"

    def test_an_adolescent_in_a_session_with_an_adult(self):
        self.make_young("r-2")
        self.story.find(SESSION, session="i-2").data.update(clients=["c-1", "r-2"], capacity=2)
        self.assert_breaks("ages-apart")

    def test_an_adolescent_alone_in_a_session_of_an_adult_group(self):
        self.make_young("r-2")
        self.story.find(SESSION, session="s-c-8").data["clients"] = ["r-2"]
        self.assert_breaks("ages-apart")

    def test_an_adolescent_with_a_seat_in_an_adult_group(self):
        self.make_young("r-2")
        self.story.add("peer-groups.membership.joined", day(30), client="r-2", group="c",
                       phase="p2")
        self.assert_breaks("ages-apart")

    def test_a_group_of_adolescents_with_adults(self):
        self.story.clinic["groups"][1]["ages"] = "adolescent"
        self.assert_breaks("ages-apart")


class Hours(RuleTest):
    def conflict(self):
        return self.story.find("scheduler.conflict.found")

    def test_a_shortfall_without_a_conflict(self):
        self.story.remove(self.conflict())
        self.assert_breaks("phase-1-hours")

    def test_a_conflict_without_a_blocker(self):
        self.conflict().data["blockers"] = []
        self.assert_breaks("phase-1-hours")

    def test_a_commitment_that_the_client_does_not_have(self):
        self.conflict().data["blockers"][0]["at"] = "thu 09:00-12:00"
        self.assert_breaks("phase-1-hours")

    def test_a_session_that_the_group_does_not_have(self):
        self.conflict().data["blockers"][0]["at"] = "tue 08:00-09:00"
        self.assert_breaks("phase-1-hours")

    def test_a_blocker_of_a_kind_that_is_not_known(self):
        self.conflict().data["blockers"][0]["kind"] = "weather"
        self.assert_breaks("phase-1-hours")

    def test_false_blockers_of_every_kind(self):
        for kind, by in (("closure", date(21)), ("closure", "2026-11-04"), ("capacity", None),
                         ("do-not-pair", "c-1"), ("ages", None), ("language", None),
                         ("room", "g1"), ("clinician", "t2"), ("no-group", None),
                         ("cancelled", None), ("commitment", None)):
            for at in ("tue 09:00-12:00", "thu 09:00-12:00"):
                blocker = {"kind": kind, "group": "b", "at": at}
                self.conflict().data["blockers"] = [dict(blocker, by=by) if by else blocker]
                if (kind, at) != ("commitment", "tue 09:00-12:00"):
                    with self.subTest(kind=kind, at=at):
                        self.assert_breaks("phase-1-hours")

    def test_what_is_true_of_another_group_explains_nothing(self):
        self.story.find("assessment.client.commitments-changed").data["commitments"].append(
            "mon 09:00-10:00")
        self.conflict().data["blockers"] = [
            {"kind": "commitment", "group": "a", "at": "mon 09:00-12:00"}]
        self.assert_breaks("phase-1-hours")

    def test_a_session_that_was_offered_was_not_blocked(self):
        self.story.find("assessment.client.commitments-changed").data["commitments"].append(
            "thu 09:00-10:00")
        self.conflict().data["blockers"] = [
            {"kind": "commitment", "group": "b", "at": "thu 09:00-12:00"}]
        self.assertIn("phase-1-hours", broken_rules(self.story))

    def test_a_group_that_is_full(self):
        self.conflict().data["blockers"] = [{"kind": "capacity", "group": "b"}]
        self.assert_breaks("phase-1-hours")
        self.story.clinic["groups"][1]["capacity"] = 4
        self.assert_kept()

    def test_a_room_that_is_taken(self):
        self.conflict().data["blockers"] = [
            {"kind": "room", "group": "b", "at": "tue 09:00-12:00", "by": "o1"}]
        self.assert_breaks("phase-1-hours")
        fixtures.schedule(self.story, day(20, "18:00"), "i-x", None, 22, "10:00-11:00", "o1",
                          "t1", ["r-2"], 21)
        self.assert_kept()

    def test_a_session_that_was_cancelled(self):
        self.story.remove(self.conflict())
        session = self.story.find(SESSION, session="s-b-22")
        session.data["clients"].append("c-8")
        self.story.find("assessment.client.commitments-changed").data["commitments"] = []
        self.story.add("scheduler.session.cancelled", day(22), session="s-b-22", reason="test")
        for client in ("c-5", "c-6", "c-7", "c-8"):
            self.story.add("scheduler.conflict.found", day(22), client=client, week=date(21),
                           neededMinutes=540, blockers=[{"kind": "cancelled", "group": "b",
                                      "at": "tue 09:00-12:00"}])
        # The blocker is true for all four, and somebody cancelled.
        self.assert_kept()
        self.assertEqual(4, len(self.cases("phase-1-hours")))

    def shorten_two_weeks(self):
        session = self.story.find(SESSION, session="s-b-15")
        session.data["clients"].remove("c-8")
        self.story.find("assessment.client.registered", client="c-8").data["commitments"] = [
            "tue 11:00-12:00"]
        self.story.find(SESSION, session="s-b-8").data["clients"].remove("c-8")
        for week in (7, 14):
            self.story.add("scheduler.conflict.found", day(week - 1, "18:00"), client="c-8",
                           week=date(week), neededMinutes=540, blockers=[
                               {"kind": "commitment", "group": "b", "at": "tue 09:00-12:00"}])

    def test_short_weeks_by_commitments_are_put_down_to_people_with_their_conflict(self):
        self.shorten_two_weeks()
        self.assert_kept()
        cases = self.cases("phase-1-hours")
        self.assertEqual(3, len(cases))
        self.assertIn("c-8 was offered 360 of 540 minutes in the week of 2026-10-12",
                      str(cases[0]))
        self.assertIn("told: the conflict of that week (commitment)", str(cases[0]))

    def test_a_session_that_had_begun_was_blocked_by_what_held_when_it_began(self):
        self.change_commitments_on_tuesday("tue 09:00-12:00", "sun 09:00-12:00")
        self.assert_kept()

    def test_what_a_client_promised_only_after_a_session_had_begun_did_not_block_it(self):
        self.change_commitments_on_tuesday("sun 09:00-12:00", "tue 09:00-12:00")
        self.assert_breaks("phase-1-hours")

    def change_commitments_on_tuesday(self, before, after):
        """c-8 has other commitments from an hour after Tuesday's session on, and the conflict is
        found the next morning."""
        changed = "assessment.client.commitments-changed"
        self.story.find(changed).data["commitments"] = [before]
        self.story.add(changed, day(22, "13:00"), ("f1", "front-desk"), client="c-8",
                       commitments=[after])
        self.story.move(self.conflict(), day(23))

    def test_too_many_weeks_that_are_short_by_no_choice_of_a_person(self):
        self.shorten_two_weeks()
        self.story.clinic["groups"][1]["capacity"] = 4
        for conflict in self.story.find_all("scheduler.conflict.found"):
            conflict.data["blockers"] = [{"kind": "capacity", "group": "b"}]
        self.assert_breaks("phase-1-hours")

    def test_hours_that_were_scheduled_too_late_are_not_offered(self):
        self.story.move(self.story.find(SESSION, session="s-b-15"), day(15, "12:00"))
        self.assert_breaks("phase-1-hours")

    def test_individual_sessions_are_not_group_hours(self):
        self.story.find(SESSION, session="s-a-14").data.update(kind="individual")
        self.assert_breaks("phase-1-hours")

    def test_a_conflict_about_the_individual_session_explains_nothing(self):
        self.conflict().data.update(neededMinutes=50, offeredMinutes=0)
        self.assert_breaks("phase-1-hours")

    def test_adolescents_are_owed_what_the_policy_says(self):
        self.story.clinic["policies"]["intensiveHoursAdolescent"] = 6
        self.story.clinic["groups"][1]["ages"] = "adolescent"
        for client in ("c-5", "c-6", "c-7", "c-8"):
            self.story.find("assessment.client.registered", client=client).data["ages"] = \
                "adolescent"
        self.story.remove(self.conflict())
        self.assert_kept()

    def test_a_group_that_does_not_meet_for_long_enough(self):
        self.conflict().data["blockers"] = [{"kind": "no-group", "group": "b"}]
        self.assert_breaks("phase-1-hours")
        self.story.clinic["groups"][1]["sessions"].pop()
        self.assert_kept()

    def test_a_seat_in_a_group_of_another_phase_is_not_one_in_phase_1(self):
        self.story.find("peer-groups.membership.joined", client="c-8").data["phase"] = "p2"
        self.story.remove(self.conflict())
        self.assert_kept()

    def test_a_week_with_a_closure_is_not_judged(self):
        self.story.clinic["closures"].append(date(27))
        self.story.remove(self.conflict())
        self.assert_kept()

    def test_a_week_that_nobody_planned_is_judged_all_the_same(self):
        week = self.story.find("scheduler.session.week-planned", week=date(14))
        sessions = [f for f in self.story.find_all(SESSION) if f.data["week"] == date(14)]
        self.story.remove(week, *sessions)
        self.assert_breaks("phase-1-hours")


class Therapies(RuleTest):
    def test_a_card_with_danger_and_no_alert(self):
        fixtures.submit(self.story, "c-1", day(8), "dbt.card", "f-x", harm=1)
        self.assert_breaks("therapy-danger-told")

    def test_a_card_without_danger_and_one_of_before_the_approval_need_none(self):
        fixtures.submit(self.story, "c-1", day(8), "dbt.card", "f-x", harm=0)
        fixtures.submit(self.story, "c-1", day(1), "dbt.card", "f-y", harm=1)
        self.assert_kept()

    def test_an_alert_that_nobody_took_up(self):
        self.story.remove(self.story.find("assessment.risk.concern-raised", client="c-5"))
        # Nor has its host a duty in this story.
        self.assert_breaks("therapy-alerts", "therapy-asks")

    def test_an_alert_that_became_another_danger(self):
        self.story.find("dbt.act.alert-raised").data["sign"] = "strong-urge"
        self.assert_breaks("therapy-alerts")

    def test_a_record_of_a_fact_that_nobody_declared(self):
        for data in ({"name": "visit"}, {"data": {"minutes": "nine"}}, {"data": {}},
                     {"data": {"minutes": 9, "place": "home"}}, {"client": None}):
            with self.subTest(data=data):
                self.setUp()
                self.story.find("dbt.record.added").data.update(data)
                self.assert_breaks("therapy-facts")

    def test_a_field_that_may_be_left_out_may_be_there(self):
        self.story.find("dbt.record.added").data["data"]["note"] = "test"
        self.assert_kept()


class DangerTold(RuleTest):
    def test_an_answer_without_its_alert(self):
        fixtures.submit(self.story, "c-1", day(8), "phq-9", "f-x", _9=1)
        self.assert_breaks("danger-told")

    def test_an_alert_of_another_submission(self):
        self.story.find("assessment.risk.alerted", alert="a-1").data["submission"] = "f-other"
        self.assert_breaks("danger-told")

    def test_an_alert_of_the_wrong_kind(self):
        for kind in ("alerted", "concern-opened"):
            self.story.find(f"assessment.risk.{kind}", client="c-2").data["kind"] = "danger-at-home"
        self.assert_breaks("danger-told")

    def test_an_alert_that_comes_an_hour_later(self):
        self.story.move(self.story.find("assessment.risk.alerted", alert="a-1"), day(8, "11:00"))
        self.assert_breaks("danger-told")

    def test_an_open_safety_question_without_its_alert(self):
        fixtures.submit(self.story, "c-1", day(8), "c-ssrs-screener", "f-x", q1=0, q2=0)
        self.assert_breaks("danger-told")

    def test_a_plan_to_die_is_for_now(self):
        fixtures.submit(self.story, "c-1", day(8), "c-ssrs-screener", "f-x", q1=1, q2=1, q3=1,
                        q4=0, q5=0, q6=0)
        fixtures.alert(self.story, "c-1", day(8), "a-x", "suicide-risk", "today", 8, "f-x")
        fixtures.acknowledge(self.story, "c-1", day(8, "09:00"), "a-x", False)
        self.assert_breaks("danger-told")

    def test_danger_at_home_without_its_alert(self):
        self.story.remove(self.story.find("assessment.risk.alerted", alert="a-3"))
        self.assertIn("danger-told", broken_rules(self.story))

    def test_a_form_that_was_entered_in_error_needs_none(self):
        wrong = fixtures.submit(self.story, "c-1", day(8), "phq-9", "f-x", _9=1)
        self.story.retract(wrong, day(8, "09:00"))
        self.assert_kept()

    def test_an_alert_does_not_vanish_by_a_correction(self):
        self.story.retract(self.story.find("assessment.risk.alerted", alert="a-1"), day(9))
        self.assert_breaks("danger-told")


class DangerDerived(unittest.TestCase):
    """Both sides of each boundary."""

    @staticmethod
    def told(**answers):
        return {name.lstrip("_"): {"value": value} if value is not None
                else {"missing": "skipped-by-rule"} for name, value in answers.items()}

    def reasons(self, judge, **answers):
        found = judge(self.told(**answers))
        return [(danger.urgency, sorted(danger.kinds)[-1]) for danger in found]

    def test_item_9(self):
        self.assertEqual([], self.reasons(phq_9, _9=0))
        self.assertEqual([(None, "suicide-risk")], self.reasons(phq_9, _9=1))
        self.assertEqual([{"suicide-risk", "safety-question-open"}],
                         [danger.kinds for danger in phq_9({})])

    def test_an_answer_out_of_range_is_danger_all_the_same(self):
        self.assertEqual([(None, "suicide-risk")], self.reasons(phq_9, _9=4))

    def test_screener(self):
        self.assertEqual([], self.reasons(c_ssrs, **fixtures.ALL_NO))
        whole = {"q1": 1, "q2": 1, "q3": 0, "q4": 0, "q5": 0, "q6": 0}
        self.assertEqual([(None, "suicide-risk")], self.reasons(c_ssrs, **whole))
        for item in ("q3", "q4", "q5", "q6_3m"):
            self.assertEqual([("now", "suicide-risk")],
                             self.reasons(c_ssrs, **dict(whole, **{item: 1})))
        self.assertEqual([(None, "suicide-risk")],
                         self.reasons(c_ssrs, **dict(fixtures.ALL_NO, q6=1)))

    def test_skipping_needs_a_no_to_question_2(self):
        skipped = {"q3": None, "q4": None, "q5": None}
        self.assertEqual([], self.reasons(c_ssrs, q1=0, q2=0, q6=0, **skipped))
        self.assertEqual(2, len(self.reasons(c_ssrs, q1=0, q2=1, q6=0, **skipped)))
        self.assertEqual(1, len(self.reasons(c_ssrs, q1=0, q2=None, q6=0, **skipped)))

    def test_ciwa_ar_sum(self):
        self.assertEqual([], self.reasons(ciwa_ar, _1=7, _2=7, _3=4))
        self.assertEqual([("now", "severe-withdrawal")], self.reasons(ciwa_ar, _1=7, _2=7, _3=5))

    def test_cows_sum(self):
        self.assertEqual([], self.reasons(cows, _1=36))
        self.assertEqual(1, len(self.reasons(cows, _1=20, _11=17)))

    def test_intake_questions(self):
        self.assertEqual([], intake(self.told(**{"seizure-now": 0, "seizure-history": 1})))
        for question in ("seizure-now", "unstable-vitals", "acute-psychosis", "danger-at-home"):
            self.assertEqual(1, len(intake(self.told(**{question: 1}))))


class ConcernHeld(RuleTest):
    def test_an_alert_without_its_concern(self):
        self.story.remove(self.story.find("assessment.risk.concern-opened", client="c-2"))
        self.assert_breaks("concern-held")

    def test_a_close_by_a_clinician(self):
        fixtures.close_concern(self.story, "c-2", day(9), "suicide-risk", fixtures.ACTOR)
        self.assert_kept()

    def test_a_close_by_a_nurse(self):
        fixtures.close_concern(self.story, "c-2", day(9), "suicide-risk", ("n1", "nurse"))
        self.assert_breaks("concern-held")

    def test_a_close_that_says_nothing(self):
        fixtures.close_concern(self.story, "c-2", day(9), "suicide-risk", fixtures.ACTOR, " ")
        self.assert_breaks("concern-held")

    def test_a_next_screen_of_the_same_day(self):
        fixtures.close_concern(self.story, "c-2", "2026-10-13T09:00", "suicide-risk",
                               fixtures.ACTOR, next_screen="2026-10-13")
        self.assert_breaks("concern-held")

    def test_an_alert_after_the_close(self):
        fixtures.submit(self.story, "c-2", day(10), "phq-9", "f-x", _9=1)
        fixtures.alert(self.story, "c-2", day(10), "a-x", "suicide-risk", "today", 8, "f-x")
        fixtures.acknowledge(self.story, "c-2", day(10, "09:00"), "a-x", False)
        self.assert_kept()
        opened = self.story.find_all("assessment.risk.concern-opened", client="c-2")[-1]
        self.story.remove(opened)
        self.assert_kept()
        fixtures.close_concern(self.story, "c-2", day(9), "suicide-risk", fixtures.ACTOR)
        self.assert_breaks("concern-held")


class AlertAnswered(RuleTest):
    def test_late_and_not_counted_as_late(self):
        self.story.find("assessment.risk.acknowledged", alert="a-2").data["isLate"] = False
        self.assert_breaks("alert-answered")

    def test_in_time_and_counted_as_late(self):
        self.story.find("assessment.risk.acknowledged", alert="a-1").data["isLate"] = True
        self.assert_breaks("alert-answered")

    def test_an_open_alert_that_is_not_passed_on(self):
        self.story.remove(self.story.find("assessment.risk.acknowledged", alert="a-1"))
        self.assert_breaks("alert-answered")

    def test_an_open_alert_that_is_passed_on(self):
        self.story.remove(self.story.find("assessment.risk.acknowledged", alert="a-1"))
        fixtures.pass_on(self.story, "a-1", day(8, "12:00"), 1)
        self.assert_kept()
        case = self.cases("alert-answered")[0]
        self.assertEqual("people", case.whose)
        self.assertIn("the alert a-1 of c-2, due 2026-10-13T16:00:00.000Z, was not acknowledged",
                      case.what)
        self.assertIn("(suicide-risk, now), and passed on 1 times", case.told)

    def test_an_alert_that_the_clock_leapt_over(self):
        self.story.move(self.story.find("assessment.risk.acknowledged", alert="a-1"),
                        day(8, "18:00"))
        self.story.find("assessment.risk.acknowledged", alert="a-1").data["isLate"] = True
        fixtures.pass_on(self.story, "a-1", day(8, "12:00"), 1)
        self.assertEqual(["people", "people"],
                         [case.whose for case in self.cases("alert-answered")])
        # From 08:00 to 18:00 in one go, and a-2 was open until 21:00.
        for hour in self.story.find_all("supervisor.clock.hour-began"):
            if hour.at in (day(8, "13:00"), day(8, "18:00")):
                hour.cause = "leap"
        self.assertEqual(["the clock", "the clock"],
                         [case.whose for case in self.cases("alert-answered")])

    def test_a_late_alert_that_was_passed_on_only_before_it_was_due(self):
        for fact in self.story.find_all("assessment.duty.escalated"):
            self.story.move(fact, day(8, "17:00"))
        self.assert_breaks("alert-answered")

    def test_an_alert_that_is_due_too_late(self):
        self.story.find("assessment.risk.alerted", alert="a-1").data["due"] = \
            show_utc(to_utc(day(8, "14:00")))
        self.assert_breaks("alert-answered")

    def test_an_alert_for_today_that_is_due_in_more_hours_than_a_shift_has(self):
        due = fixtures.show_utc(fixtures.to_utc(day(9, "12:00")))
        self.story.find("assessment.risk.alerted", alert="a-2").data["due"] = due
        self.story.find("assessment.duty.opened", about="a-2").data["due"] = due
        self.story.find("assessment.risk.acknowledged", alert="a-2").data["isLate"] = False
        self.assert_breaks("alert-answered")

    def test_an_alert_that_is_nobodys_duty(self):
        duty = self.story.find("assessment.duty.opened", about="a-1")
        self.story.remove(duty)
        self.assert_breaks("alert-answered", "concern-somebodys")

    def test_an_alert_that_is_the_duty_of_no_person(self):
        del self.story.find("assessment.duty.opened", about="a-1").data["person"]
        self.assert_breaks("alert-answered")

    def test_a_duty_that_is_due_after_its_alert(self):
        self.story.find("assessment.duty.opened", about="a-1").data["due"] = \
            fixtures.show_utc(fixtures.to_utc(day(8, "12:00")))
        self.assert_breaks("alert-answered")

    def test_an_acknowledgement_by_nobody(self):
        self.story.find("assessment.risk.acknowledged", alert="a-1").actor = None
        self.assert_breaks("alert-answered")


class PersonDecides(RuleTest):
    KINDS = ("assessment.placement.confirmed", "scheduler.enrollment.phase-changed",
             "aftercare.plan.signed", "scheduler.enrollment.closed")

    def test_nobody_decided(self):
        for kind in self.KINDS:
            with self.subTest(kind=kind):
                self.setUp()
                self.story.find(kind).actor = None
                self.assert_breaks("person-decides")

    def test_the_clock_decided(self):
        for kind in self.KINDS + ("scheduler.enrollment.opened",):
            with self.subTest(kind=kind):
                self.setUp()
                fact = self.story.find(kind)
                hour = next(f for f in self.story.find_all("supervisor.clock.hour-began")
                            if f.at == fact.at)
                hour.actor = ACTOR
                fact.actor, fact.cause = None, hour.id
                self.assert_breaks("person-decides")

    def test_a_recommendation_confirmed_itself(self):
        confirmed = self.story.find("assessment.placement.confirmed", client="c-1")
        recommended = self.story.add("assessment.placement.recommended", confirmed.at,
                                     client="c-1", placement="r-c-1", level="2.1")
        confirmed.actor, confirmed.cause = None, recommended.id
        self.story.facts.sort(key=lambda fact: fact is not recommended)
        self.assert_breaks("person-decides")

    def test_a_role_that_may_not_decide(self):
        self.story.find("aftercare.plan.signed").actor = ("n1", "nurse")
        self.assert_breaks("person-decides")

    def test_a_person_who_is_not_of_the_clinic(self):
        self.story.find("aftercare.plan.signed").actor = ("t9", "clinician")
        self.assert_breaks("person-decides")

    def test_a_person_in_a_role_of_another(self):
        self.story.find("aftercare.plan.signed").actor = ("n1", "clinician")
        self.assert_breaks("person-decides")

    def test_an_enrollment_before_its_placement(self):
        self.story.move(self.story.find("assessment.placement.confirmed", client="c-1"), day(3))
        self.assert_breaks("person-decides")

    def test_a_cause_that_goes_in_a_circle(self):
        first = self.story.find("scheduler.enrollment.opened", client="c-1")
        second = self.story.find("assessment.placement.confirmed", client="c-1")
        second.cause, first.actor = first.id, ACTOR
        self.assert_breaks("person-decides")

    def test_a_discharge_without_an_exhausted_follow_up(self):
        self.story.add("aftercare.outreach.discharged", day(30), ACTOR, client="r-2",
                       reason="test")
        fixtures.follow_up(self.story, "r-2", 30, "discharged", day(30))
        self.assert_breaks("person-decides")
        self.story.add("aftercare.outreach.exhausted", day(29), client="r-2", contact="k")
        self.assert_kept()

    def test_a_discharge_without_a_reason(self):
        self.story.add("aftercare.outreach.exhausted", day(29), client="r-2", contact="k")
        self.story.add("aftercare.outreach.discharged", day(30), ACTOR, client="r-2", reason="")
        fixtures.follow_up(self.story, "r-2", 30, "discharged", day(30))
        self.assert_breaks("person-decides")

    def test_any_event_by_a_person_who_is_not_of_the_clinic(self):
        self.story.find("scheduler.attendance.recorded").actor = ("t9", "clinician")
        self.assert_breaks("person-decides")

    def test_a_command_to_the_supervisor_by_a_stranger(self):
        signed = self.story.find("aftercare.plan.signed")
        started = self.story.add("supervisor.process.started", signed.at, ("t9", "clinician"),
                                 process="aftercare")
        signed.actor, signed.cause = None, started.id
        self.assert_breaks("person-decides")

    def test_a_step_up_by_a_prescriber_who_confirmed_the_placement(self):
        self.story.clinic["staff"][0]["roles"].append("prescriber")
        confirmed = fixtures.place(self.story, "d-1", day(13))
        confirmed.actor = ("t1", "prescriber")
        changed = self.story.find("scheduler.enrollment.phase-changed")
        changed.actor = ("t1", "prescriber")
        self.assert_breaks("person-decides")
        changed.actor, changed.cause = None, confirmed.id
        self.story.move(confirmed, changed.at)
        self.assert_kept()

    def test_a_stay_that_ends_because_the_client_declined_before_the_front_desk(self):
        declined = self.story.add("assessment.client.declined", day(14, "13:00"),
                                  ("f1", "front-desk"), client="d-1", reason="test")
        closed = self.story.find("scheduler.enrollment.closed")
        closed.actor, closed.cause = None, declined.id
        self.assert_kept()

    def test_an_automatic_discharge(self):
        self.story.add("aftercare.outreach.exhausted", day(29), client="r-2", contact="k")
        self.story.add("aftercare.outreach.discharged", day(30), client="r-2", reason="test")
        fixtures.follow_up(self.story, "r-2", 30, "discharged", day(30))
        self.assert_breaks("person-decides")


class IntakeLimit(RuleTest):
    def test_a_client_who_was_forgotten(self):
        fixtures.register(self.story, "x-1", 20)
        for number in (27, 34):
            fixtures.call(self.story, "x-1", number, "intake")
        self.assert_breaks("intake-limit")

    def test_seven_days_are_enough(self):
        self.story.move(self.story.find("assessment.client.declined", client="r-2"), day(7))
        self.assert_kept()

    def test_seven_days_and_an_hour_are_not(self):
        self.story.move(
            self.story.find("assessment.client.declined", client="r-2"), day(7, "09:00"))
        self.assert_breaks("intake-limit")

    def forget(self, since=20):
        fixtures.register(self.story, "x-1", since)
        for number in (since + 7, since + 14):
            fixtures.call(self.story, "x-1", number, "intake")

    def test_people_who_were_told_forgot_a_client(self):
        self.forget()
        fixtures.overdue(self.story, "x-1", 20)
        self.assert_kept()
        (case,) = self.cases("intake-limit")
        self.assertEqual("people", case.whose)
        self.assertIn("x-1 was in intake from 2026-10-25T08:00 to 2026-11-09T00:00", case.what)
        self.assertIn("n1, that the intake was overdue, at 2026-11-01T08:00 (position",
                      case.told)

    def test_people_who_were_told_two_hours_late_were_not_told_in_time(self):
        self.forget()
        self.story.move(fixtures.overdue(self.story, "x-1", 20), day(27, "10:00"))
        self.assert_breaks("intake-limit")

    def test_what_was_told_of_the_intake_before_does_not_count(self):
        self.forget()
        fixtures.overdue(self.story, "x-1", 20)
        self.story.add("assessment.client.declined", day(28), ("f1", "front-desk"),
                       client="x-1", reason="test")
        self.assertEqual(1, len(self.cases("intake-limit")))
        self.story.add("assessment.placement.reassessment-opened", day(26), client="r-2",
                       reason="test")
        fixtures.overdue(self.story, "r-2", 18)
        self.assert_breaks("intake-limit")

    def test_an_end_in_error_leaves_an_intake_told(self):
        self.forget(since=18)
        fixtures.overdue(self.story, "x-1", 18)
        declined = self.story.add("assessment.client.declined", day(26), ("f1", "front-desk"),
                                  client="x-1", reason="test")
        self.story.retract(declined, day(26, "09:00"))
        self.assert_kept()

    def test_a_leap_of_the_clock_is_not_the_time_of_people(self):
        self.forget()
        fixtures.overdue(self.story, "x-1", 20)
        hours = [hour for hour in self.story.find_all("supervisor.clock.hour-began")
                 if day(22, "00:00") <= hour.at <= day(32, "00:00")]
        for hour in hours:
            hour.cause = "leap"
        (case,) = self.cases("intake-limit")
        self.assertEqual("the clock", case.whose)
        # What nobody was told of is the product's, whatever the clock did.
        self.story.remove(self.story.find("assessment.intake.overdue", client="x-1"))
        self.assert_breaks("intake-limit")

    def test_hours_that_nobody_moved_are_no_leap(self):
        self.forget()
        fixtures.overdue(self.story, "x-1", 20)
        for hour in self.story.find_all("supervisor.clock.hour-began"):
            hour.cause, hour.actor = "late", None
        (case,) = self.cases("intake-limit")
        self.assertEqual("people", case.whose)

    def test_a_reassessment_that_nobody_ends(self):
        self.story.add("assessment.placement.reassessment-opened", day(20), client="r-2",
                       reason="test")
        self.assert_breaks("intake-limit")

    def test_a_placement_in_error_opens_the_intake_again(self):
        self.story.retract(
            self.story.find("assessment.placement.confirmed", client="r-1"), day(10))
        self.assert_breaks("intake-limit")

    def test_a_registration_in_error_is_no_intake(self):
        fixtures.register(self.story, "x-1", 20)
        self.story.retract(
            self.story.find("assessment.client.registered", client="x-1"), day(21))
        for number in (27, 34):
            fixtures.call(self.story, "x-1", number, "intake")
        self.assert_kept()


class NextContact(RuleTest):
    def test_nobody_was_assigned(self):
        for client in ("c-1", "w-1", "r-1", "r-2"):
            with self.subTest(client=client):
                self.setUp()
                self.story.remove(self.story.find(ASSIGNED, client=client))
                self.assert_breaks("next-contact")

    def test_after_a_contact_nobody_agreed_the_next(self):
        kept = self.story.find("aftercare.contact.kept", client="r-2")
        self.story.remove(next(fact for fact in self.story.find_all(ASSIGNED, client="r-2")
                               if fact.at == kept.at))
        self.assert_breaks("next-contact")

    def test_a_contact_that_was_made_early_is_not_the_next_one_any_more(self):
        early = "k-r-2-25"
        for kind in ("due", "kept"):
            self.story.move(self.story.find(f"aftercare.contact.{kind}", contact=early),
                            day(21, "10:00"))
        self.assert_breaks("next-contact")

    def test_aftercare_has_until_the_day_after(self):
        self.story.move(self.story.find("scheduler.enrollment.closed"), day(14, "00:00"))
        self.assert_kept()

    def test_a_next_contact_too_far_away(self):
        self.story.find(ASSIGNED, client="r-2", situation="declined").data["nextContact"] = \
            date(13)
        self.assert_breaks("next-contact")

    def test_a_clinic_may_be_tighter(self):
        self.story.clinic["policies"]["followUpDays"] = 3
        self.assert_breaks("next-contact")

    def test_a_follow_up_that_ended_without_a_seat(self):
        self.story.add("aftercare.outreach.follow-up-ended", day(5), client="w-1")
        self.assert_breaks("next-contact")

    def test_aftercare_that_begins_with_two_weeks(self):
        self.story.find(ASSIGNED, client="d-1", situation="aftercare").data["nextContact"] = \
            date(28)
        self.assert_breaks("next-contact")

    def test_somebody_who_finished_and_was_forgotten(self):
        self.story.remove(*[fact for fact in self.story.facts
                            if fact.kind.startswith(("aftercare.contact", "aftercare.outreach"))
                            and fact.data.get("client") == "d-1" and fact.time
                            >= fixtures.to_utc(day(14))])
        self.assert_breaks("next-contact")

    def test_somebody_who_did_not_come_and_is_not_looked_for(self):
        self.story.remove(self.story.find(ASSIGNED, client="c-7", situation="no-show"))
        self.assert_breaks("next-contact")

    def test_somebody_who_missed_one_session_of_the_day_did_come(self):
        self.story.remove(self.story.find(ASSIGNED, client="c-7", situation="no-show"))
        fixtures.attend(self.story, "c-7", day(10, "13:00"), "i-1", "late")
        self.story.find(SESSION, session="i-1").data.update(
            start=day(10, "13:00"), end=day(10, "14:00"), clients=["c-7"])
        self.assert_kept()

    def test_an_excused_absence_says_nothing(self):
        self.story.remove(self.story.find(ASSIGNED, client="c-7", situation="no-show"))
        thursday = self.story.find("scheduler.attendance.recorded", session="s-b-10")
        thursday.data["status"] = "excused"
        self.assert_kept()

    def test_an_owner_who_does_not_work_here(self):
        self.story.find(ASSIGNED, client="r-2").data["owner"] = "nobody"
        self.assert_breaks("next-contact")


class Cadence(RuleTest):
    """In aftercare: weekly for eight weeks, then 14 days to the end of the year, then 28."""

    def allowed(self, number):
        from checker.rules_contact import Situation
        history, clinic = facts_of(self.story)
        facts = Facts(history, clinic)
        start = facts.clients.stays["d-1"][0].closed.local // 1440
        return Situation(facts, "d-1").allowed_days(start + number)

    def test_both_ends_of_each_step(self):
        self.assertEqual([7, 7, 14, 14, 28], [
            self.allowed(number) for number in (1, 48, 49, 350, 351)])

    def test_a_reassessment_makes_it_weekly(self):
        self.story.add("assessment.placement.reassessment-opened", day(20), client="d-1",
                       reason="test")
        self.assertEqual(7, self.allowed(60))
        # Placed at a level of the clinic's own, the client waits for a seat.
        fixtures.place(self.story, "d-1", day(22), "1", "1")
        self.assertEqual(7, self.allowed(60))

    def test_a_referral_elsewhere_makes_it_weekly(self):
        fixtures.place(self.story, "d-1", day(22), "3.7", "3.7")
        self.assertEqual([7, 14], [self.allowed(number) for number in (50, 60)])

    def test_whoever_declined_is_called_less_often_with_time(self):
        from checker.rules_contact import Situation
        history, clinic = facts_of(self.story)
        state = Situation(Facts(history, clinic), "r-2")
        self.assertEqual([7, 14, 28], [
            state.allowed_days(local(day(4)) // 1440 + number) for number in (48, 49, 351)])


class Overdue(RuleTest):
    def test_a_contact_that_nobody_made(self):
        name = "k-r-2-25"
        self.story.remove(self.story.find("aftercare.contact.kept", contact=name))
        self.assert_breaks("overdue-contact")

    def miss(self):
        """Nobody called r-2 in time, and the duty went to the next person."""
        self.story.remove(self.story.find("aftercare.contact.kept", contact="k-r-2-25"))
        self.story.add("aftercare.duty.opened", day(25, "00:00"), client="r-2", duty="y-1",
                       kind="contact", about="k", role="nurse", person="n1", words="Call.",
                       since=show_utc(to_utc(day(25))), due=show_utc(to_utc(day(25, "17:00"))))
        self.story.add("aftercare.duty.escalated", day(26, "00:00"), client="r-2", duty="y-1",
                       rung=1, role="director", person="dir",
                       due=show_utc(to_utc(day(28, "17:00"))))
        self.story.add("aftercare.contact.kept", day(28, "10:00"), ("n1", "nurse"), client="r-2",
                       contact="k-r-2-25", summary="test")
        self.story.add("aftercare.duty.closed", day(28, "10:00"), client="r-2", duty="y-1",
                       how="done")

    def test_a_contact_that_people_who_were_told_did_not_make(self):
        self.miss()
        self.assert_kept()
        (case,) = self.cases("overdue-contact")
        self.assertEqual("people", case.whose)
        self.assertIn("the contact of r-2 due 2026-10-30T17:00 was not made", case.what)
        self.assertIn("n1, at 2026-10-30T00:00", case.told)
        self.assertIn("then dir", case.told)

    def test_a_contact_that_nobody_made_and_no_duty_of_which_was_passed_on(self):
        self.miss()
        self.story.remove(self.story.find("aftercare.duty.escalated", duty="y-1"))
        self.assert_breaks("overdue-contact")

    def test_a_duty_of_another_kind_answers_for_no_contact(self):
        self.miss()
        self.story.find("aftercare.duty.opened", duty="y-1").data["kind"] = "sign-plan"
        self.assert_breaks("overdue-contact")

    def test_a_contact_whose_day_the_clock_leapt_over(self):
        self.miss()
        for hour in self.story.find_all("supervisor.clock.hour-began"):
            if day(25, "00:00") < hour.at <= day(26, "00:00"):
                hour.cause = "leap"
        (case,) = self.cases("overdue-contact")
        self.assertEqual("the clock", case.whose)

    def test_an_attempt_that_a_person_recorded_is_nobodys_failure(self):
        self.assertEqual([], self.cases("overdue-contact"))

    def test_a_rung_that_nobody_climbed(self):
        last = self.story.find_all("aftercare.contact.kept", client="r-1", contact="k-r-1-17")
        self.story.remove(*last)
        self.assert_breaks("overdue-contact")

    def test_two_days_are_the_limit(self):
        kept = self.story.find("aftercare.contact.kept", contact="k-r-2-25")
        self.story.move(kept, day(27, "10:00"))
        self.assert_kept()
        self.story.move(kept, day(28, "10:00"))
        self.assert_breaks("overdue-contact")

    def test_a_rung_may_be_climbed_by_a_contact_of_its_own(self):
        kept = self.story.find("aftercare.contact.kept", contact="k-r-1-17")
        kept.data["contact"] = "k-x"
        self.story.add("aftercare.contact.due", day(19, "00:00"), client="r-1", contact="k-x",
                       situation="referred-out", owner="n1", due=date(19))
        self.assert_kept()

    def test_another_situation_brings_another_contact(self):
        self.story.remove(self.story.find("aftercare.contact.kept", contact="k-r-2-25"))
        fixtures.follow_up(self.story, "r-2", 26, "intake", day(26))
        self.assert_kept()

    def test_the_same_situation_puts_nothing_off(self):
        self.story.remove(self.story.find("aftercare.contact.kept", contact="k-r-2-25"))
        fixtures.follow_up(self.story, "r-2", 26, "declined", day(26))
        self.assert_breaks("overdue-contact")


class Summary(unittest.TestCase):
    def counts(self, story):
        return summarize(Facts(*facts_of(story)))

    def test_the_good_history(self):
        counts = self.counts(fixtures.good_story())
        # One short week of 27.
        self.assertEqual(
            [1, 1, 1, 0, 1, 3, 1, 1, 4, 0, 35, 0, 2, 1, 1], list(counts.values()))
        self.assertEqual({*DEFAULT_SEED, *DEFAULT_SEED_MOST}, set(counts))

    def test_enough_is_enough_and_one_less_is_not(self):
        good = {**DEFAULT_SEED, **DEFAULT_SEED_MOST}
        self.assertEqual([], shortages(good))
        for name, least in DEFAULT_SEED.items():
            self.assertEqual(1, len(shortages({**good, name: least - 1})))
        for name, most in DEFAULT_SEED_MOST.items():
            self.assertEqual(1, len(shortages({**good, name: most + 1})))

    def test_a_step_up(self):
        story = fixtures.good_story()
        story.add("scheduler.enrollment.phase-changed", day(13), ACTOR, client="d-1",
                  enrollment="e-d-1", from_="p2", to="p1", direction="step-up", level="2.1",
                  reason="test")
        self.assertEqual(1, self.counts(story)["step-ups"])

    def test_a_review_that_nobody_decides(self):
        story = fixtures.good_story()
        fixtures.duty(story, "scheduler", day(5), "review", "c-2", "e-c-2", days=3)
        self.assertEqual(1, self.counts(story)["reviews that nobody decided"])

    def test_a_client_whom_nothing_holds(self):
        story = fixtures.good_story()
        for fact in story.find_all("aftercare.outreach.follow-up-assigned", client="r-2"):
            story.remove(fact)
        self.assertEqual(1, self.counts(story)["clients lost"])

    def test_a_missed_contact_that_nobody_follows_up(self):
        story = fixtures.good_story()
        story.remove(story.find("aftercare.outreach.escalated"),
                     *story.find_all("aftercare.contact.kept", contact="k-r-1-17"))
        self.assertEqual(0, self.counts(story)["missed contacts followed up"])


class CommandLine(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.ledger = os.path.join(folder.name, "ledger.jsonl")
        self.clinic = os.path.join(folder.name, "clinic.json")
        self.story = fixtures.good_story()

    def run_it(self, *options, lines=None, clinic=None):
        lines = self.story.lines() if lines is None else lines
        with open(self.ledger, "w", encoding="utf-8") as file:
            file.writelines(line if isinstance(line, str) else json.dumps(line) + "\n"
                            for line in lines)
        with open(self.clinic, "w", encoding="utf-8") as file:
            file.write(json.dumps(self.story.clinic) if clinic is None else clinic)
        output, errors = io.StringIO(), io.StringIO()
        code = check_history.main(
            [self.ledger, "--clinic", self.clinic, *options], output, errors)
        return code, output.getvalue() + errors.getvalue()

    def test_a_good_history_exits_0(self):
        code, text = self.run_it("--report", "--summary")
        self.assertEqual(0, code, text)
        for name in list(RULES) + list(DEFAULT_SEED):
            self.assertIn(name, text)

    def test_a_broken_history_exits_1_and_says_where(self):
        self.story.find("aftercare.plan.signed").actor = None
        code, text = self.run_it()
        self.assertEqual(1, code)
        self.assertRegex(text, r"person-decides: position \d+: a person's command as the cause")

    def test_a_thin_history_fails_the_default_seed(self):
        code, text = self.run_it("--require-default-seed")
        self.assertEqual(1, code)
        self.assertIn("default-seed: step-ups: 0; expected at least 1", text)

    def test_what_cannot_be_read_exits_2(self):
        good = self.story.lines()
        without = dict(good[0], attributes="{}")
        lacking = dict(next(line for line in good if is_of("scheduler.session.scheduled", line)),
                       data='{"session": "s-1"}')
        cases = {
            "no JSON": ["nonsense\n"], "no object": ["3\n"], "no line": [],
            "no attributes": [without], "no event": [dict(good[0], topic="query.a.b.c")],
            "a topic of protocol 1": [dict(good[0], topic=good[0]["topic"] + ".day-began")],
            "no type": [dict(good[0], attributes=good[0]["attributes"].replace(".v1", ""))],
            "a field missing": [lacking], "no field": [{"position": 1}]}
        for name, lines in cases.items():
            with self.subTest(name=name):
                code, text = self.run_it(lines=lines)
                self.assertEqual(2, code)
                self.assertIn("unreadable", text)

    def test_a_clinic_that_cannot_be_read_exits_2(self):
        for clinic in ("", "[]", "{}", "name: yaml"):
            self.assertEqual(2, self.run_it(clinic=clinic)[0])

    def test_heads_are_read_from_a_file(self):
        heads = self.clinic + ".heads"
        for text, expected in (('{"aftercare.plan": 2}', 0), ('{"aftercare.plan": 3}', 1),
                               ("[]", 2), ('{"aftercare.plan": {}}', 2)):
            with open(heads, "w", encoding="utf-8") as file:
                file.write(text)
            self.assertEqual(expected, self.run_it("--heads", heads)[0], text)

    def test_a_missing_file_exits_2(self):
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(2, check_history.main(
                ["/nowhere.jsonl", "--clinic", "/nowhere.json"], io.StringIO(), io.StringIO()))

    def test_the_output_names_the_line_that_cannot_be_read(self):
        _, text = self.run_it(lines=[self.story.lines()[0], "nonsense\n"])
        self.assertIn("ledger.jsonl:2", text)


class Moments(unittest.TestCase):
    def test_times_as_the_messages_write_them(self):
        self.assertEqual(0, utc("1970-01-01T00:00:00.000Z"))
        self.assertEqual(1_795_442_709_120, utc("2026-11-23T14:05:09.12Z"))
        self.assertEqual("2026-11-23T09:30", show_local(local("2026-11-23T09:30")))
        self.assertEqual(local("2026-11-24T00:00"), local("2026-11-23T24:00"))

    def test_what_is_no_time(self):
        for judge, text in ((utc, "2026-11-23T14:05:09.120"), (utc, "2026-11-23T14:05:09+01:00"),
                            (minute, "9:30"), (minute, "24:01"), (local, "2026-13-01T00:00"),
                            (WeeklyTime, "monday 09:00-10:00"), (WeeklyTime, "mon 09:00")):
            with self.assertRaises(ValueError, msg=text):
                judge(text)

    def test_weekly_spans(self):
        span = WeeklyTime("mon 09:00-10:00")
        monday = "2026-11-23"
        self.assertTrue(span.overlaps(local(f"{monday}T09:59"), local(f"{monday}T11:00")))
        self.assertFalse(span.overlaps(local(f"{monday}T10:00"), local(f"{monday}T11:00")))
        self.assertFalse(span.overlaps(local("2026-11-24T09:00"), local("2026-11-24T10:00")))

    def test_an_event_needs_a_whole_topic(self):
        with self.assertRaises(Unreadable):
            read_event('{"position": 1, "topic": "event.a", "attributes": "{}", "data": "{}"}',
                       "line 1")


GOLDEN_HASH = "c1cacfdf08bca5dc9dfc2864df39bf816e1661f61074f03d5321e5c1825a301b"

if __name__ == "__main__":
    unittest.main()
