"""The rules about therapies: kept, and broken in one way each."""

import copy
import unittest

import therapy_story
from fixtures import ACTOR, day
from test_check_history import RuleTest


class Approved(RuleTest):
    RULE = "therapy-approved"

    def test_nothing_is_recorded_before_it_was_approved(self):
        self.story.move(self.story.find("supervisor.plugin.approved"), day(20))
        self.assert_breaks(self.RULE)

    def test_nor_after_it_was_disabled(self):
        self.story.add("supervisor.plugin.disabled", day(10), plugin="calm", by="it", reason="x")
        self.assert_breaks(self.RULE)

    def test_nor_another_content_than_was_approved(self):
        taken = self.story.find("calm.therapy.contract-taken")
        taken.data["hash"] = "another"
        self.story.find("calm.catalog.session-offered").cause = taken.id
        self.assert_breaks(self.RULE)

    def test_but_once_it_is_approved_again(self):
        self.story.add("supervisor.plugin.disabled", day(9), plugin="calm", by="it", reason="x")
        therapy_story.approve(self.story, 10)
        self.assert_kept()

    def test_what_the_host_says_when_it_ends_is_no_record_of_a_client(self):
        self.story.add("supervisor.plugin.removed", day(20), plugin="calm")
        self.story.add("calm.catalog.offering-withdrawn", day(21), offering="calm")
        self.assert_kept()

    def test_an_act_that_the_contract_has_not(self):
        self.story.add("calm.act.plan-line-added", day(20), client="c-1", kind="coping", text="x")
        self.assert_breaks(self.RULE)


class OwnFacts(RuleTest):
    RULE = "therapy-facts"

    def setUp(self):
        super().setUp()
        self.record = self.story.find("calm.record.added")

    def breaks_with(self, **data):
        self.record.data["data"] = data
        self.assert_breaks(self.RULE)

    def test_a_fact_that_is_not_declared(self):
        self.record.data["name"] = "other"
        self.assert_breaks(self.RULE)

    def test_a_client_where_one_belongs(self):
        del self.record.data["client"]
        self.assert_breaks(self.RULE)

    def test_a_field_too_few(self):
        self.breaks_with()

    def test_a_field_too_many(self):
        self.breaks_with(minutes=3, seconds=4)

    def test_values_of_other_types(self):
        for data in ({"minutes": "3"}, {"minutes": True}, {"minutes": 1.5},
                     {"minutes": 3, "on": "soon"}, {"minutes": 3, "words": "one"},
                     {"minutes": 3, "words": [1]}):
            with self.subTest(data):
                self.breaks_with(**data)

    def test_what_may_be_left_out_and_what_fits(self):
        self.record.data["data"] = {"minutes": 3, "on": "2026-11-02", "words": ["a", "b"]}
        self.assert_kept()

    def test_the_contract_of_that_moment_counts(self):
        other = copy.deepcopy(therapy_story.CONTRACT)
        other["facts"] = []
        therapy_story.approve(self.story, 20, other)
        self.assert_kept()
        self.story.move(self.record, day(21))
        self.assert_breaks(self.RULE)


class ModuleOrder(RuleTest):
    RULE = "module-order"

    def modules(self):
        return self.story.find_all("calm.progress.module-completed")

    def test_no_module_is_left_out(self):
        first, _ = self.modules()
        self.story.remove(first)
        self.assert_breaks(self.RULE)

    def test_none_is_finished_twice(self):
        therapy_story.complete(self.story, day(22), "second")
        self.assert_breaks(self.RULE)

    def test_each_client_has_an_own_way(self):
        therapy_story.complete(self.story, day(22), "second", client="c-2")
        self.assert_breaks(self.RULE)

    def test_a_word_may_finish_any(self):
        self.approved()["curriculum"][0]["when"] = ["word"]
        self.story.remove(self.modules()[0])
        self.assert_kept()

    def test_a_rotation_comes_round_again(self):
        self.approved()["curriculum"][0]["moves"] = "calendar"
        therapy_story.complete(self.story, day(29), "second")
        self.assert_kept()

    def test_a_module_that_is_not_declared(self):
        therapy_story.complete(self.story, day(22), "third")
        self.assert_breaks(self.RULE)

    def approved(self):
        approved = self.story.find("supervisor.plugin.approved")
        approved.data["contract"] = copy.deepcopy(approved.data["contract"])
        return approved.data["contract"]


class PracticeGiven(RuleTest):
    RULE = "practice-given"

    def test_a_module_without_its_practice(self):
        self.story.remove(self.story.find("calm.practice.assigned"))
        self.assert_breaks(self.RULE)

    def test_a_program_may_give_it_otherwise(self):
        approved = self.story.find("supervisor.plugin.approved")
        approved.data["contract"] = {**approved.data["contract"], "command": ["calm"]}
        self.story.remove(self.story.find("calm.practice.assigned"))
        self.assert_kept()

    def test_a_practice_that_is_not_declared(self):
        self.story.find("calm.practice.reported").data["practice"] = "other"
        self.assert_breaks(self.RULE)

    def test_a_report_without_a_person(self):
        self.story.find("calm.practice.reported").actor = None
        self.assert_breaks(self.RULE)


class Asks(RuleTest):
    RULE = "therapy-asks"

    def test_what_is_asked_is_a_duty(self):
        self.story.remove(*self.story.find_all("calm.duty.opened"),
                          *self.story.find_all("calm.duty.closed"))
        self.assert_breaks(self.RULE)

    def test_until_it_is_ended(self):
        self.story.remove(self.story.find("calm.act.duty-ended"))
        self.assert_breaks(self.RULE)

    def test_what_nobody_does_for_a_week_is_put_down_to_people(self):
        self.story.remove(self.story.find("calm.act.duty-ended"),
                          self.story.find("calm.duty.closed"))
        self.assert_kept()
        self.assertEqual(1, len(self.cases(self.RULE)))

    def test_another_matter_is_another_duty(self):
        self.story.add("calm.act.duty-asked", day(20), ACTOR, client="c-1", name="other",
                       roles=["clinician"], dueStaffHours=8, what="x")
        self.assert_breaks(self.RULE)


if __name__ == "__main__":
    unittest.main()
