import datetime
import unittest

from cairn_therapy import (
    Alert, AssignPractice, CloseDuty, CompleteModule, Contract, Duty, ProposeReview, Record, Therapy,
    TherapyDesk, Undeclared)

from .diary.therapy import Diary


class DeskTests(unittest.TestCase):
    def setUp(self):
        self.desk = TherapyDesk(Diary)

    def test_the_next_module_of_an_offering_is_finished_and_its_practice_given(self):
        self.assertEqual(self.desk.attend("c-1", "skills"), [
            CompleteModule("c-1", "first", "s-1"),
            AssignPractice("c-1", "breathe", datetime.date(2026, 11, 26)),
        ])
        self.assertEqual([one.module for one in self.desk.attend("c-1", "skills")], ["second"])
        self.assertEqual(self.desk.attend("c-1", "skills"), [])
        self.assertEqual(self.desk.therapy.finished(self.desk.state, "c-1"), ["first", "second"])
        self.desk.folds_the_same()

    def test_who_did_not_come_finishes_nothing(self):
        for status in ["no-show", "excused", "left-early", "a-new-word"]:
            self.assertEqual(self.desk.attend("c-1", "skills", status=status), [])
        self.assertEqual(len(self.desk.attend("c-1", "skills", status="late")), 2)

    def test_a_session_of_another_therapy_is_none_of_its_own(self):
        self.desk.tell("scheduler.session.scheduled", {
            "session": "s-9", "therapy": "other", "offering": "skills",
            "start": "2026-11-23T09:00"})
        self.assertEqual(self.desk.tell("scheduler.attendance.recorded", {
            "client": "c-1", "session": "s-9", "status": "present", "minutes": 60}, "c-1"), [])

    def test_forms_time_records_and_reports_reach_their_handlers(self):
        self.assertEqual(self.desk.submit("c-2", "diary-card", {"urge": 3}), [])
        self.assertIsInstance(self.desk.submit("c-1", "diary-card", {"urge": 4})[0], Alert)
        missed = self.desk.advance(days=7)
        self.assertEqual([one.client for one in missed if isinstance(one, Record)], ["c-1", "c-2"])
        week = "2026-11-30"
        self.assertEqual(self.desk.record("card-missed", "c-1", week=week, times=4), [])
        self.assertIsInstance(
            self.desk.record("card-missed", "c-1", week=week, times=5)[0], Duty)
        self.assertEqual(self.desk.report("c-1", "breathe"), [CloseDuty("c-1", "call")])
        self.assertEqual(self.desk.report("c-1", "breathe", done=False), [])
        self.desk.folds_the_same()

    def test_a_clinicians_word_finishes_a_module_and_gives_its_practice(self):
        self.assertEqual(self.desk.complete("c-1", "first"), [])
        self.assertEqual(
            [(one.type, one.data) for one in self.desk.journal], [
                ("diary.progress.module-completed", {"client": "c-1", "module": "first"}),
                ("diary.practice.assigned", {
                    "client": "c-1", "practice": "breathe", "due": "2026-11-26"})])
        self.assertEqual([one.module for one in self.desk.attend("c-1", "skills")], ["second"])
        self.desk.complete("c-1", "second")
        self.assertEqual(len(self.desk.journal), 6, "this one has no practice")
        with self.assertRaisesRegex(ValueError, "not under curriculum"):
            self.desk.complete("c-1", "third")
        self.desk.folds_the_same()

    def test_hours_go_by_and_each_hour_and_day_that_begins_is_told(self):
        self.desk.contract.reads = self.desk.contract.reads | {"supervisor.clock.hour-began"}
        self.desk.now = datetime.datetime(2026, 11, 23, 21, 30)
        self.desk.advance(hours=3)
        self.assertEqual(
            [(one.type.rsplit(".")[-1], one.time) for one in self.desk.journal], [
                ("hour-began", "2026-11-24T04:00:00.000Z"),
                ("hour-began", "2026-11-24T05:00:00.000Z"),
                ("day-began", "2026-11-24T06:00:00.000Z"),
                ("hour-began", "2026-11-24T06:00:00.000Z")])
        self.assertEqual(self.desk.journal[0].data, {
            "moment": {"local": "2026-11-23T22:00", "utc": "2026-11-24T04:00:00.000Z"}})
        self.assertEqual(self.desk.now, datetime.datetime(2026, 11, 24, 0, 30))

    def test_the_clinics_values_stand_in_place_of_the_contracts(self):
        desk = TherapyDesk(Diary, configuration={"most": 9})
        self.assertEqual(desk.record("card-missed", "c-1", week="2026-11-30", times=9), [])

    def test_what_no_clinic_would_tell_is_refused(self):
        with self.assertRaisesRegex(ValueError, "not under reads"):
            self.desk.tell("scheduler.enrollment.opened", {})
        with self.assertRaisesRegex(ValueError, "not under offerings"):
            self.desk.attend("c-1", "dance")


class PromiseTests(unittest.TestCase):
    """What makes a fold no fold is found."""

    def test_a_handler_that_changes_the_state(self):
        class Sly(Diary):
            def attended(self, state, attendance, context):
                state["cards"]["c-1"] = "changed"
                return ()
        with self.assertRaisesRegex(AssertionError, "apply alone"):
            TherapyDesk(Sly).attend("c-1", "skills")

    def test_a_state_beside_the_state(self):
        class Hidden(Diary):
            seen = 0

            def apply(self, state, fact):
                self.seen += 1
                state["seen"] = self.seen
        desk = TherapyDesk(Hidden)
        desk.attend("c-1", "skills")
        with self.assertRaisesRegex(AssertionError, "The journal folds to another"):
            desk.folds_the_same()

    def test_a_state_that_json_changes(self):
        class Numbered(Diary):
            def apply(self, state, fact):
                weeks = state.setdefault("weeks", {})
                weeks[7] = weeks.get(7, 0) + 1
        desk = TherapyDesk(Numbered)
        desk.attend("c-1", "skills")
        desk.attend("c-2", "skills")
        with self.assertRaisesRegex(AssertionError, "kept and read back"):
            desk.folds_the_same()

    def test_what_a_therapy_records_itself_causes_nothing_more(self):
        class Echo(Diary):
            def recorded(self, state, name, fact, context):
                yield Record(name, fact.data["data"], fact.client)
        desk = TherapyDesk(Echo)
        self.assertEqual(len(desk.record("card-missed", "c-1", week="2026-11-30", times=1)), 1)
        self.assertEqual(len(desk.journal), 2)

    def test_what_is_not_under_reacts_to_causes_nothing(self):
        desk = TherapyDesk(Diary)
        desk.contract.reacts_to = frozenset()
        self.assertEqual(desk.attend("c-1", "skills"), [])


class Rotation(Therapy):
    """Two modules by the calendar, and an answer to who stays away."""

    def __init__(self, configuration=None):
        super().__init__(Contract({
            "id": "rotation", "version": "1",
            "offerings": [{"name": "skills"}],
            "curriculum": [{"name": "skills", "offering": "skills", "moves": "calendar", "modules": [
                {"name": "first", "weeks": 2, "practice": "breathe"}, {"name": "second"}]}],
            "practice": [{"name": "breathe"}], "acts": ["propose-review"],
            "reactsTo": ["scheduler.attendance.recorded"],
        }), configuration)

    def missed(self, state, attendance, context):
        count = self.missed_in_row(state, attendance.client)
        if attendance.status == "no-show" and count == 2:
            yield ProposeReview(attendance.client, "Two sessions were missed.")


class RotationTests(unittest.TestCase):
    def test_the_module_of_the_week_is_finished_once_in_each_turn(self):
        desk = TherapyDesk(Rotation)
        finished = []
        for _ in range(9):
            finished.append([
                one.module for one in desk.attend("c-1", "skills")
                if isinstance(one, CompleteModule)])
            desk.advance(days=7)
        module, begins = desk.contract.turn("skills", datetime.date(1970, 1, 18))
        self.assertEqual((module["name"], begins), ("first", datetime.date(1970, 1, 5)))
        self.assertEqual(desk.contract.turn("skills", datetime.date(1970, 1, 19))[0]["name"], "second")
        # 23 November 2026 is in the second week of a turn of the first.
        self.assertEqual(sum(finished, []).count("first"), 4)
        self.assertEqual(sum(finished, []).count("second"), 3)
        desk.folds_the_same()

    def test_who_stays_away_is_counted_and_who_is_excused_is_not(self):
        desk = TherapyDesk(Rotation)
        def away(status):
            return len(desk.attend("c-1", "skills", status=status, minutes=0))
        self.assertEqual([away(one) for one in ["no-show", "excused", "no-show", "no-show"]], [
            0, 0, 1, 0])
        desk.attend("c-1", "skills")
        self.assertEqual([away("no-show"), away("no-show")], [0, 1])
        desk.folds_the_same()


class ContractTests(unittest.TestCase):
    def test_what_is_not_declared_is_refused_and_names_no_client(self):
        contract = TherapyDesk(Diary).contract
        day = datetime.date(2026, 11, 23)
        for action, word in [
            (CompleteModule("c-1", "third"), "curriculum"),
            (AssignPractice("c-1", "sleep", day), "practice"),
            (Record("card-lost", {}, "c-1"), "facts"),
            (Record("card-missed", {"week": day, "times": 1}), "about a client"),
            (Record("card-missed", {"week": day}, "c-1"), "missing"),
            (Record("card-missed", {"week": day, "times": True}, "c-1"), "integer"),
            (Record("card-missed", {"week": day, "times": -1}, "c-1"), "at least 0, at most 99"),
            (Record("card-missed", {"week": day, "times": 100}, "c-1"), "at least 0, at most 99"),
            (Record("card-missed", {"week": "Monday", "times": 1}, "c-1"), "date"),
            (Record("card-missed", {"week": day, "times": 1, "signs": "one"}, "c-1"), "text"),
            (Record("card-missed", {"week": day, "times": 1, "who": "x"}, "c-1"), "fields"),
            (_plan_line(), "acts"),
            (Alert("c-1", "a b", "now", "Call."), "sign"),
            (Alert("c-1", "urge", "soon", "Call."), "urgency"),
            (Alert("c-1", "urge", "now", "a\u001b[2J"), "guidance"),
            (Alert("c-1", "urge", "now", " "), "guidance"),
            (Duty("c-1", "propose-review", ["clinician"], 8, "Call."), "name"),
            (Duty("c-1", "call", [], 8, "Call."), "roles"),
            (Duty("c-1", "call", ["clinician"], 161, "Call."), "dueStaffHours"),
        ]:
            with self.subTest(action), self.assertRaisesRegex(Undeclared, word) as raised:
                contract.check(action)
            self.assertNotIn("c-1", str(raised.exception))
        contract.check(Record("card-missed", {"week": day, "times": 1, "signs": ["a"]}, "c-1"))
        contract.check(CloseDuty("c-1", "call"))


def _plan_line():
    from cairn_therapy import PlanLine
    return PlanLine("c-1", "coping", "Call a friend.")


if __name__ == "__main__":
    unittest.main()
