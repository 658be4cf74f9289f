import unittest

from cairn_therapy import CloseDuty, TherapyDesk

from .diary.therapy import Diary

WEEK = "2026-11-30"


class CorrectionTests(unittest.TestCase):
    def setUp(self):
        self.desk = TherapyDesk(Diary)

    def types(self):
        return [fact.type for fact in self.desk.journal]

    def missed(self):
        self.desk.record("card-missed", "c-1", week=WEEK, times=5)

    def test_what_is_taken_back_goes_with_what_followed_from_it(self):
        self.desk.submit("c-1", "diary-card", {"urge": 3})
        self.missed()
        record = self.desk.journal[1]
        self.desk.retract(record)
        self.assertEqual(self.types(), ["assessment.questionnaire.scored"])
        self.assertEqual(list(self.desk.state["cards"]), ["c-1"])
        self.missed()
        self.assertEqual(self.types()[-1], "diary.act.duty-asked")
        with self.assertRaisesRegex(AssertionError, "No such fact"):
            self.desk.retract(record)
        self.desk.folds_the_same()

    def test_what_is_so_is_not_recorded_again(self):
        self.missed()
        self.missed()
        self.assertEqual(self.types().count("diary.act.duty-asked"), 1)
        self.assertEqual(self.desk.report("c-1", "breathe"), [CloseDuty("c-1", "call")])
        self.desk.report("c-1", "breathe")
        self.assertEqual(self.types().count("diary.act.duty-ended"), 1)
        self.missed()
        self.desk.close("c-1", "call")
        self.assertEqual(self.desk.journal[-1].data["how"], "done")
        with self.assertRaisesRegex(ValueError, "No duty call"):
            self.desk.close("c-1", "call")
        self.desk.folds_the_same()

    def test_an_alert_is_for_people_to_close(self):
        self.desk.submit("c-1", "diary-card", {"urge": 4})
        alert = next(one for one in self.desk.published if one.do == "alert")
        self.assertFalse(self.desk._is_so(alert))
        self.assertTrue(self.desk._is_so(CloseDuty("c-1", alert.sign)))


if __name__ == "__main__":
    unittest.main()
