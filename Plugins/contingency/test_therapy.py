import unittest

from cairn_therapy import CloseDuty, Record, TherapyDesk

from therapy import ContingencyManagement


class ContingencyManagementTests(unittest.TestCase):
    def setUp(self):
        self.desk = TherapyDesk(ContingencyManagement, configuration={"reward-cap": 750})
        self.count = 0

    def tearDown(self):
        self.desk.folds_the_same()

    def drawn(self, *unexpected, test=None, stage="presumptive"):
        """What a test brought, in cents; below zero for what was withdrawn."""
        self.count += 1
        return self.cents(self.desk.tell("treatment.urine-test.resulted", {
            "client": "c-1", "test": test or f"test-{self.count}", "stage": stage,
            "found": list(unexpected), "unexpected": list(unexpected)}, "c-1"))

    def collected(self, outcome, test="test-x"):
        self.desk.tell("treatment.urine-test.collection-recorded", {
            "client": "c-1", "test": test, "outcome": outcome, "collector": "rn1"}, "c-1")

    def judged(self, judgement, test):
        return self.cents(self.desk.tell("treatment.urine-test.judged", {
            "client": "c-1", "test": test, "judgement": judgement, "reason": "Talked over."},
            "c-1"))

    @staticmethod
    def cents(actions):
        sign = {"reward-earned": 1, "reward-withdrawn": -1}
        return [sign[one.fact] * one.data["cents"] for one in actions if isinstance(one, Record)]

    def told(self, test):
        """The fact of a test's result."""
        return next(
            one for one in self.desk.journal
            if one.type.endswith(".resulted") and one.data["test"] == test)

    def duties(self):
        return [one.do for one in self.desk.published if one.do in ("duty", "close-duty")]

    # What earns a reward.

    def test_each_in_a_row_earns_more_and_every_third_a_bonus(self):
        self.assertEqual(
            [self.drawn()[0] for _ in range(6)], [250, 375, 1_500, 625, 750, 1_875])

    def test_use_begins_it_again_and_five_in_a_row_bring_the_old_value_back(self):
        for _ in range(7):
            self.drawn()
        self.assertEqual(self.drawn("cocaine"), [])
        # The fifth has the step of the seventh before; the bonus comes with the sixth in a row.
        self.assertEqual(
            [self.drawn()[0] for _ in range(6)], [250, 375, 1_500, 625, 1_000, 2_125])

    def test_a_refused_test_begins_it_again_and_an_excused_one_does_not(self):
        self.drawn()
        for outcome, cents in [("excused", 375), ("refused", 250), ("missed", 250)]:
            self.collected(outcome, f"not-{outcome}")
            self.assertEqual(self.drawn(), [cents])

    def test_another_substance_is_none_of_its_business_and_a_second_result_earns_no_more(self):
        self.assertEqual(self.drawn("cannabis", test="test-1"), [250])
        self.assertEqual(self.drawn(test="test-1", stage="confirmed"), [])

    def test_what_is_prescribed_is_no_use(self):
        self.desk.tell("treatment.urine-test.resulted", {
            "client": "c-1", "test": "test-1", "stage": "presumptive",
            "found": ["amphetamines"], "unexpected": []}, "c-1")
        self.assertEqual(self.desk.published[0].data["cents"], 250)

    def test_after_twelve_weeks_nothing_is_earned_and_what_is_owed_stays_owed(self):
        self.drawn()
        self.desk.advance(days=83)
        self.assertEqual(self.drawn(), [375])
        self.desk.advance(days=1)
        self.assertEqual(self.drawn(), [])
        self.assertEqual(self.duties(), ["duty"])

    def test_a_year_is_limited_and_the_next_one_begins_anew(self):
        self.desk = TherapyDesk(ContingencyManagement, configuration={"reward-cap": 5})
        self.assertEqual([self.drawn() for _ in range(3)], [[250], [250], []])
        self.desk.advance(days=60)
        self.assertEqual(self.drawn(), [500])

    # When a test is corrected.

    def test_a_test_that_is_taken_back_takes_its_reward_and_its_duty_with_it(self):
        self.drawn()
        self.drawn()
        self.desk.record("reward-given", "c-1", cents=625)
        self.drawn()
        self.assertEqual(self.duties(), ["duty", "close-duty", "duty"])
        self.desk.retract(self.told("test-3"))
        earned = [
            one.data["data"]["cents"] for one in self.desk.journal
            if one.data.get("name") == "reward-earned"]
        self.assertEqual(earned, [250, 375])
        # Nothing is owed, and the next is the third in a row again.
        self.assertEqual(self.desk.advance(days=1), [])
        self.assertEqual(self.drawn(), [1_500])

    def test_a_duty_that_went_with_its_test_is_back_the_next_day_if_something_is_owed(self):
        self.drawn()
        self.drawn()
        self.desk.retract(self.told("test-1"))
        self.assertEqual([one.do for one in self.desk.advance(days=1)], ["duty"])
        self.assertEqual(self.desk.advance(days=1), [])

    def test_a_laboratory_that_finds_use_withdraws_the_reward_and_one_that_does_not_earns_it(self):
        self.drawn()
        self.drawn(test="test-2")
        self.assertEqual(self.drawn("cocaine", test="test-2", stage="confirmed"), [-375])
        self.assertEqual(self.drawn(), [250])
        self.assertEqual(self.drawn("cocaine", test="test-9"), [])
        self.assertEqual(self.drawn(test="test-9", stage="confirmed"), [375])

    def test_a_persons_judgement_stands_above_the_result(self):
        self.assertEqual(self.drawn("cocaine", test="test-1"), [])
        self.assertEqual(self.judged("no-use", "test-1"), [250])
        self.assertEqual(self.judged("return-to-use", "test-1"), [-250])
        self.collected("missed", "test-2")
        self.assertEqual(self.judged("no-use", "test-2"), [])
        self.assertEqual(self.judged("no-use", "never-told"), [])

    def test_what_was_given_and_not_earned_is_set_against_the_next(self):
        self.drawn(test="test-1")
        self.desk.record("reward-given", "c-1", cents=250)
        self.assertEqual(self.drawn("cocaine", test="test-1", stage="confirmed"), [-250])
        self.assertEqual(self.drawn(), [250])
        self.assertEqual(self.duties(), ["duty", "close-duty"])
        self.assertEqual(self.drawn(), [375])
        self.assertEqual(self.duties(), ["duty", "close-duty", "duty"])

    # Who hands it over.

    def test_the_duty_ends_when_nothing_more_is_owed(self):
        self.drawn()
        self.drawn()
        self.assertEqual(self.desk.record("reward-given", "c-1", cents=250), [])
        self.assertEqual(
            self.desk.record("reward-given", "c-1", cents=375), [CloseDuty("c-1", "give-reward")])

    def test_a_duty_that_was_closed_without_a_record_is_back_the_next_day(self):
        self.drawn()
        self.desk.close("c-1", "give-reward")
        self.assertEqual([one.do for one in self.desk.advance(days=1)], ["duty"])


if __name__ == "__main__":
    unittest.main()
