import unittest

from cairn_therapy import AssignPractice, CompleteModule, TherapyDesk

from therapy import NewTherapy


class NewTherapyTests(unittest.TestCase):
    def test_each_session_has_a_module_and_what_was_not_practised_is_given_again(self):
        desk = TherapyDesk(NewTherapy)
        module, practice = desk.attend("c-1", "new-therapy")
        self.assertEqual(module, CompleteModule("c-1", "first", "s-1"))
        self.assertIsInstance(practice, AssignPractice)
        self.assertEqual(desk.report("c-1", "first-practice"), [])
        self.assertEqual(desk.report("c-1", "first-practice", done=False), [practice])
        desk.folds_the_same()


if __name__ == "__main__":
    unittest.main()
