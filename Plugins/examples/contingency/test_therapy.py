import unittest

from cairn_therapy import CloseDuty, Record, TherapyDesk

from therapy import ContingencyManagement


class ContingencyManagementTests(unittest.TestCase):
    def setUp(self):
        self.desk = TherapyDesk(ContingencyManagement, configuration={"rewardCap": 599})
        self.count = 0

    def drawn(self, *unexpected, test=None, stage="presumptive"):
        """What a test earned, in cents."""
        self.count += 1
        actions = self.desk.tell("treatment.urine-test.resulted", {
            "client": "c-1", "test": test or f"test-{self.count}", "stage": stage,
            "found": list(unexpected), "unexpected": list(unexpected)}, "c-1")
        return [one.data["cents"] for one in actions if isinstance(one, Record)]

    def test_each_in_a_row_earns_more_and_three_a_bonus(self):
        self.assertEqual([self.drawn()[0] for _ in range(4)], [250, 375, 1_500, 625])
        self.desk.folds_the_same()

    def test_use_begins_it_again_and_five_in_a_row_restore_it(self):
        for _ in range(7):
            self.drawn()
        self.assertEqual(self.drawn("cocaine"), [])
        self.assertEqual([self.drawn()[0] for _ in range(5)], [250, 375, 1_500, 625, 1_000])
        self.desk.folds_the_same()

    def test_a_refused_test_begins_it_again_and_an_excused_one_does_not(self):
        self.drawn()
        for outcome, cents in [("excused", 375), ("refused", 250)]:
            self.desk.tell("treatment.urine-test.collection-recorded", {
                "client": "c-1", "test": "test-x", "outcome": outcome, "collector": "rn1"}, "c-1")
            self.assertEqual(self.drawn(), [cents])

    def test_another_substance_is_none_of_its_business_and_a_second_result_counts_no_more(self):
        self.assertEqual(self.drawn("cannabis", test="test-1"), [250])
        self.assertEqual(self.drawn(test="test-1", stage="confirmed"), [])

    def test_a_year_is_limited_and_the_next_one_begins_anew(self):
        self.desk = TherapyDesk(ContingencyManagement, configuration={"rewardCap": 5})
        self.assertEqual([self.drawn() for _ in range(3)], [[250], [250], []])
        self.desk.advance(days=60)
        self.assertEqual(self.drawn(), [500])

    def test_the_duty_ends_when_the_reward_was_given(self):
        self.drawn()
        self.assertEqual(
            self.desk.record("reward-given", "c-1", cents=250), [CloseDuty("c-1", "give-reward")])


if __name__ == "__main__":
    unittest.main()
