import unittest

from cairn_therapy import (
    AssignPractice, CloseDuty, CompleteModule, PlanLine, Record, TherapyDesk)

from therapy import Matrix


class MatrixTests(unittest.TestCase):
    def setUp(self):
        self.desk = TherapyDesk(Matrix)

    def tearDown(self):
        self.desk.folds_the_same()

    def weeks(self, *counts, offering="relapse-prevention"):
        """Weeks with so many sessions each, from the Monday on which the desk stands; what
        followed on the Mondays."""
        followed = []
        for count in counts:
            for _ in range(count):
                self.desk.attend("c-1", offering)
            followed += self.desk.advance(days=7)
        return followed

    def lapsed(self, client="c-1"):
        return self.desk.tell("aftercare.contact.return-to-use-reported", {
            "client": client, "contact": "k-1", "account": "Told."}, client)

    def consents(self, purpose="family-involvement", **more):
        self.desk.tell("assessment.consent.given", {
            "client": "c-1", "purpose": purpose, **more}, "c-1")

    def names(self, actions):
        return [one.do for one in actions]

    # Who moves on, and when.

    def test_each_group_has_its_own_way(self):
        self.assertEqual(
            self.desk.attend("c-1", "early-recovery")[0],
            CompleteModule("c-1", "stop-the-cycle", "s-1"))
        first = self.desk.attend("c-1", "relapse-prevention")
        self.assertEqual([first[0].module, first[1].practice], ["alcohol", "calendar"])
        self.assertEqual(self.desk.attend("c-1", "relapse-prevention", status="no-show"), [])
        self.assertEqual(self.desk.attend("c-1", "early-recovery", status="left-early"), [])
        self.assertEqual(self.desk.attend("c-1", "social-support"), [])
        rest = [self.desk.attend("c-1", "early-recovery") for _ in range(8)]
        self.assertEqual([len(one) > 0 for one in rest], [True] * 7 + [False])

    def test_a_week_with_three_sessions_is_completed_and_has_its_number(self):
        for status in ["no-show", "excused", "left-early"]:
            self.desk.attend("c-1", "relapse-prevention", status=status)
        self.assertEqual(self.weeks(3, 4), [
            Record("week-completed", {"week": 1, "sessions": 3}, "c-1"),
            Record("week-completed", {"week": 2, "sessions": 4}, "c-1")])

    def test_two_short_weeks_in_a_row_propose_a_review_once(self):
        followed = self.weeks(2, 3, 2, 1, 0)
        self.assertEqual(self.names(followed), ["record", "propose-review"])

    def test_the_clinic_says_how_many_sessions_are_a_week(self):
        self.desk = TherapyDesk(Matrix, configuration={"sessions-per-week": 1})
        self.assertEqual(self.weeks(1)[0].data["sessions"], 1)

    def test_after_sixteen_weeks_somebody_plans_what_goes_on_and_nothing_more_is_counted(self):
        followed = self.weeks(*[3] * 18)
        self.assertEqual(len([one for one in followed if one.do == "record"]), 16)
        self.assertEqual([one.name for one in followed if one.do == "duty"],
                         ["after-sixteen-weeks"])

    def test_who_has_left_treatment_is_asked_for_nothing_more(self):
        self.desk.attend("c-1", "early-recovery")
        self.desk.tell("scheduler.enrollment.closed", {
            "client": "c-1", "enrollment": "e-1", "outcome": "left", "reason": "Moved."}, "c-1")
        self.assertEqual(self.weeks(0, 0, 0), [])
        self.assertEqual(self.lapsed(), [])

    def test_a_session_with_the_counselor_counts_and_an_unknown_one_does_not(self):
        for offering in ["alone", "alone", "dance"]:
            self.desk.record("session-held", "c-1", offering=offering, minutes=50)
        self.desk.attend("c-1", "early-recovery")
        self.assertEqual(self.weeks(0)[0].data, {"week": 1, "sessions": 3})

    # The family.

    def test_without_a_live_consent_a_family_session_finishes_nothing_and_is_looked_into(self):
        def held():
            return self.names(self.desk.record(
                "session-held", "c-1", offering="family-education", minutes=90))
        self.assertEqual(held(), ["duty"])
        self.consents("treatment, payment and operations")
        self.assertEqual(held(), ["duty"])
        self.consents(expires="2026-11-24")
        self.assertEqual(held(), ["complete-module"])
        self.desk.advance(days=1)
        self.assertEqual(held(), ["complete-module"])
        self.desk.advance(days=1)
        self.assertEqual(held(), ["duty"])
        self.consents()
        self.assertEqual(
            self.desk.attend("c-1", "family-education")[0].module, "families-in-recovery")

    def test_a_consent_that_was_taken_back_lets_nobody_in_until_another_is_given(self):
        def held():
            return self.names(self.desk.record(
                "session-held", "c-1", offering="family-education", minutes=90))

        def withdraws(purpose, client="c-1"):
            self.desk.tell("assessment.consent.withdrawn", {
                "client": client, "purpose": purpose, "withdrawn": "2026-11-23"}, client)
        withdraws("family-involvement")
        self.assertEqual(held(), ["duty"])
        self.consents()
        self.assertEqual(held(), ["complete-module"])
        # Another purpose, or another client's, is no word on this one.
        withdraws("video")
        withdraws("family-involvement", "c-2")
        self.assertEqual(held(), ["complete-module"])
        withdraws("family-involvement")
        withdrawal = self.desk.journal[-1]
        self.assertEqual(held(), ["duty"])
        self.assertEqual(
            self.names(self.desk.attend("c-1", "family-education")), ["duty"])
        self.consents()
        self.assertEqual(held(), ["complete-module"])
        self.desk.retract(self.desk.journal[-3])
        self.desk.retract(withdrawal)
        self.assertEqual(held(), ["complete-module"])

    def test_a_consent_that_was_entered_in_error_lets_nobody_in(self):
        self.consents()
        self.desk.retract(self.desk.journal[-1])
        self.assertEqual(self.names(self.desk.record(
            "session-held", "c-1", offering="family-education", minutes=90)), ["duty"])

    # After a lapse.

    def test_a_lapse_is_analysed_and_what_was_found_goes_into_the_plan(self):
        lapse = self.lapsed()
        self.assertEqual(self.names(lapse), ["assign-practice", "duty"])
        self.assertIsInstance(lapse[0], AssignPractice)
        self.assertEqual(self.lapsed(), [])
        self.assertEqual(
            self.desk.record("analysis-finished", "c-1", trigger="Payday", coping="Call Ben"), [
                PlanLine("c-1", "trigger", "Payday"), PlanLine("c-1", "coping", "Call Ben"),
                CloseDuty("c-1", "finish-analysis")])
        self.assertEqual(self.names(self.lapsed()), ["assign-practice", "duty", "propose-step-up"])

    def test_three_lapses_in_five_weeks_propose_no_step_up(self):
        for _ in range(3):
            self.assertNotIn("propose-step-up", self.names(self.lapsed()))
            self.desk.advance(days=14)

    def test_a_calendar_with_use_is_a_lapse_too_and_another_form_is_none(self):
        self.assertEqual(self.desk.submit("c-1", "calendar", {"use": 0}), [])
        self.assertEqual(self.desk.submit("c-1", "phq-9", {"use": 3}), [])
        self.assertEqual(
            self.names(self.desk.submit("c-1", "matrix.calendar", {"use": 1})),
            ["assign-practice", "duty"])

    def test_a_lapse_that_is_taken_back_takes_its_analysis_with_it(self):
        self.lapsed()
        self.desk.retract(self.desk.journal[0])
        self.assertEqual([one.type for one in self.desk.journal if ".act." in one.type], [])
        self.assertEqual(self.names(self.lapsed()), ["assign-practice", "duty"])


if __name__ == "__main__":
    unittest.main()
