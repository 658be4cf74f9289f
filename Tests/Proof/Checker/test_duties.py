"""The rules about duties, absences and treatment: kept, and broken in one way each."""

import unittest

import fixtures
from fixtures import ACTOR, date, day
from test_check_history import RuleTest


class WithWhoIsThere(RuleTest):
    RULE = "duty-with-who-is-there"

    def setUp(self):
        """t3 leads no session."""
        super().setUp()
        staff = self.story.clinic["staff"]
        staff.append(dict(next(person for person in staff if person["id"] == "t2"), id="t3"))

    def give(self, at, person, role="clinician"):
        return fixtures.duty(self.story, "assessment", at, "fill-form", "c-1", "who-5",
                             person=person, role=role)

    def test_whoever_is_away_until_it_is_late_gets_no_duty(self):
        fixtures.away(self.story, "t3", day(20, "19:00"), 22, 25)
        self.give(day(23), "t3")
        self.assert_breaks(self.RULE)

    def test_nor_by_passing_it_on(self):
        fixtures.away(self.story, "t3", day(20, "19:00"), 22, 25)
        given = self.give(day(22), "t1")
        self.story.add("assessment.duty.reassigned", day(23), duty=given.data["duty"],
                       client="c-1", role="clinician", person="t3")
        self.assert_breaks(self.RULE)

    def test_whoever_is_back_before_it_is_late_may_get_it(self):
        fixtures.away(self.story, "t3", day(20, "19:00"), 22, 23)
        self.give(day(23), "t3")
        self.assert_kept()

    def test_whoever_came_back_early_may_get_it(self):
        fixtures.away(self.story, "t3", day(20, "19:00"), 23, 27)
        self.story.add("scheduler.staff.back", day(24), ("f1", "front-desk"), staff="t3",
                       from_=date(24))
        self.give(day(25), "t3")
        self.assert_kept()

    def test_nobody_knows_what_is_told_in_the_same_minute(self):
        fixtures.away(self.story, "t3", day(23), 23, 27)
        self.give(day(23), "t3")
        self.assert_kept()

    def test_where_nobody_else_is_there_whoever_is_away_has_it(self):
        fixtures.away(self.story, "n1", day(20, "19:00"), 22, 25)
        self.give(day(23), "n1", role="nurse")
        self.assert_kept()


class SessionLed(RuleTest):
    RULE = "session-led"

    def test_a_session_without_a_leader_that_is_nobodys_duty(self):
        fixtures.away(self.story, "t2", day(20, "19:00"), 24)
        self.assert_breaks(self.RULE)

    def test_a_session_that_nobody_covered_though_it_was_a_duty(self):
        self.story.remove(self.story.find("scheduler.session.covered"))
        self.assert_kept()
        self.assertEqual(1, len(self.cases(self.RULE)))

    def test_a_session_that_was_cancelled(self):
        fixtures.away(self.story, "t1", day(20, "19:00"), 28)
        # Week 4 has a closure: nobody counts its hours.
        for name in ("s-a-28", "i-4"):
            self.story.add("scheduler.session.cancelled", day(27, "20:00"), ACTOR, session=name,
                           reason="test")
        self.assert_kept()

    def test_a_cover_who_is_away_too(self):
        fixtures.away(self.story, "t1", day(20, "21:00"), 22)
        self.story.remove(self.story.find("scheduler.duty.opened", kind="cover-session"))
        self.assert_breaks(self.RULE)

    def test_whoever_calls_in_sick_within_the_hour(self):
        fixtures.away(self.story, "t2", day(24, "08:30"), 24)
        self.assert_kept()


class ConcernSomebodys(RuleTest):
    RULE = "concern-somebodys"

    def test_a_concern_that_is_nobodys_after_somebody_took_charge(self):
        fixtures.done(self.story, self.story.find("assessment.duty.opened", about="a-1"),
                      day(8, "11:00"))
        self.assert_breaks(self.RULE)
        fixtures.duty(self.story, "assessment", day(8, "11:00"), "close-concern", "c-2", "suicide-risk")
        self.assert_kept()

    def test_a_concern_that_was_closed_is_nobodys(self):
        opened = self.story.find("assessment.duty.opened", about="a-3")
        fixtures.done(self.story, opened, day(9, "13:00"))
        fixtures.close_concern(self.story, "c-4", day(9, "13:00"), "danger-at-home", ACTOR)
        self.assert_kept()


class PlanSigned(RuleTest):
    RULE = "plan-signed"

    def test_a_stay_whose_plan_is_nobodys(self):
        opened = self.story.find("treatment.duty.opened", kind="sign-treatment-plan", client="c-6")
        self.story.remove(opened)
        self.assert_breaks(self.RULE)

    def test_a_duty_that_ends_before_the_signature(self):
        self.story.remove(self.story.find("treatment.plan.signed", client="c-6"))
        self.assert_breaks(self.RULE)

    def test_a_plan_that_nobody_signs_though_somebody_was_to(self):
        self.story.remove(self.story.find("treatment.plan.signed", client="c-6"))
        duty = self.story.find("treatment.duty.opened", kind="sign-treatment-plan", client="c-6")
        self.story.remove(self.story.find("treatment.duty.closed", duty=duty.data["duty"]))
        self.assert_kept()

    def test_a_clinic_without_treatment_is_not_judged_by_it(self):
        self.story.clinic["services"].remove("treatment")
        self.story.remove(*[f for f in self.story.facts if f.kind.startswith("treatment.")])
        self.assert_kept()


class Certified(RuleTest):
    RULE = "certified"

    def test_a_certification_that_is_wanted_and_nobodys(self):
        first = self.story.find("treatment.duty.opened", kind="certify")
        self.story.remove(first)
        self.assert_breaks(self.RULE)

    def test_one_that_lapses_without_a_duty(self):
        self.story.remove(self.story.find_all("treatment.duty.opened", kind="certify")[1])
        self.assert_breaks(self.RULE)

    def test_one_that_was_signed_anew_in_time(self):
        self.story.add("treatment.certification.signed", day(24), ACTOR, client="c-1",
                       enrollment="e-c-1", from_=date(24), through=date(83), signer="t1")
        self.story.remove(self.story.find_all("treatment.duty.opened", kind="certify")[1])
        self.assert_kept()

    def test_one_that_nobody_wants(self):
        self.story.find("treatment.certification.required").data["isRequired"] = False
        for duty in self.story.find_all("treatment.duty.opened", kind="certify"):
            self.story.remove(duty)
        self.assert_kept()


class TestsFollowed(RuleTest):
    RULE = "tests-followed"

    def remove_duty(self, kind, about, place=0):
        self.story.remove(self.story.find_all(
            "treatment.duty.opened", kind=kind, about=about)[place])

    def test_a_test_that_nobody_is_to_collect(self):
        fixtures.order(self.story, "c-5", "u-9", day(18))
        self.remove_duty("collect-test", "u-9")
        self.assert_breaks(self.RULE)

    def test_a_test_that_lapsed_is_nobodys(self):
        fixtures.order(self.story, "c-5", "u-9", day(18))
        fixtures.finish(self.story, "c-5", "u-9", "collect-test", day(21))
        self.assert_breaks(self.RULE)
        self.story.add("treatment.urine-test.lapsed", day(21), client="c-5", test="u-9")
        self.assert_kept()

    def test_a_urine_whose_result_nobody_is_to_write_down(self):
        fixtures.order(self.story, "c-5", "u-9", day(18))
        fixtures.collect(self.story, "c-5", "u-9", day(18, "10:00"))
        self.remove_duty("record-result", "u-9")
        self.assert_breaks(self.RULE)

    def test_what_is_confirmed_and_nobodys_to_judge(self):
        self.remove_duty("judge-test", "u-1")
        self.assert_breaks(self.RULE)

    def test_a_refusal_that_is_nobodys_to_judge(self):
        self.remove_duty("judge-test", "u-3")
        self.assert_breaks(self.RULE)

    def test_what_a_medication_explains_later_is_nobodys(self):
        self.remove_duty("judge-test", "u-1")
        self.story.add("treatment.medication.started", day(12, "10:00"), ("n1", "nurse"),
                       client="c-2", medication="x-2", name="test", purpose="other",
                       prescriber="test", testsAs=["cocaine"], since=date(1))
        self.assert_kept()


class PrescribedIsNoUse(RuleTest):
    RULE = "prescribed-no-use"

    def test_what_is_prescribed_and_said_to_be_unexpected(self):
        fact = self.story.find("treatment.urine-test.resulted", test="u-2")
        fact.data["unexpected"] = ["buprenorphine"]
        self.assert_breaks(self.RULE)

    def test_what_is_not_prescribed_and_said_to_be_expected(self):
        self.story.find("treatment.urine-test.resulted", test="u-1", stage="confirmed").data[
            "unexpected"] = []
        self.assert_breaks(self.RULE)

    def test_what_was_stopped_explains_for_fourteen_days(self):
        stop = self.story.add("treatment.medication.stopped", day(4), ("n1", "nurse"),
                              client="c-3", medication="x-1", day=date(4), reason="test")
        self.assert_kept()
        stop.data["day"] = date(-6)
        self.assert_breaks(self.RULE)

    def test_a_prescribed_finding_that_is_judged_as_use(self):
        fixtures.judge(self.story, "c-3", "u-2", day(10), day(11), "return-to-use")
        self.assert_breaks(self.RULE)

    def test_a_result_that_is_a_return_to_use_by_itself(self):
        cause = self.story.find("treatment.urine-test.resulted", test="u-1", stage="confirmed")
        self.story.add("aftercare.contact.return-to-use-reported", day(12), client="w-1",
                       cause=cause.id)
        fixtures.duty(self.story, "assessment", day(12), "fill-form", "w-1", "c-ssrs-screener")
        self.assert_breaks(self.RULE)


class CompletedReady(RuleTest):
    RULE = "completed-ready"

    def test_a_program_that_ends_without_a_signed_plan(self):
        self.story.move(self.story.find("aftercare.plan.signed"), day(15))
        self.assert_breaks(self.RULE)

    def test_one_that_ends_with_one_appointment(self):
        self.story.remove(self.story.find("aftercare.appointment.booked"))
        self.assert_breaks(self.RULE)

    def test_an_appointment_that_is_over(self):
        self.story.find("aftercare.appointment.booked").data["at"] = day(14, "12:00")
        self.assert_breaks(self.RULE)

    def test_an_appointment_that_was_cancelled(self):
        self.story.add("aftercare.appointment.cancelled", day(13, "12:00"), ACTOR, client="d-1",
                       appointment="ap-16", reason="test")
        self.assert_breaks(self.RULE)

    def test_an_appointment_that_was_entered_in_error_afterwards_stood_then(self):
        booked = self.story.find("aftercare.appointment.booked")
        correction = self.story.retract(booked, day(15))
        self.assert_kept()
        self.story.move(correction, day(13, "12:00"))
        self.assert_breaks(self.RULE)


class FormsAsked(RuleTest):
    RULE = "forms-asked"

    def test_a_form_that_is_due_and_nobodys(self):
        self.story.remove(self.story.find("assessment.duty.opened", kind="fill-form",
                                          client="c-5", about="phq-9"))
        self.assert_breaks(self.RULE)

    def test_a_form_that_was_handed_in_in_time(self):
        self.story.remove(self.story.find("assessment.duty.opened", kind="fill-form",
                                          client="c-5", about="phq-9"))
        fixtures.submit(self.story, "c-5", day(20), "phq-9", "f-new",
                        **{f"_{item}": 0 for item in range(1, 10)})
        self.assert_kept()

    def test_a_clinic_that_does_not_use_the_form(self):
        self.story.remove(self.story.find("assessment.duty.opened", kind="fill-form",
                                          client="c-5", about="phq-9"))
        self.story.clinic["policies"]["instruments"] = ["who-5"]
        self.assert_kept()

    def test_a_return_to_use_without_a_screen(self):
        self.story.remove(self.story.find("assessment.duty.opened", about="c-ssrs-screener"))
        self.story.move(
            self.story.find("assessment.questionnaire.submitted", submission="f-screen"), day(17))
        self.assert_breaks(self.RULE)


if __name__ == "__main__":
    unittest.main()
