"""Each rule passes on a good run, and fails on one that breaks it."""

import contextlib
import io
import json
import os
import tempfile
import unittest

import check_chaos
from fixtures import Journal, good_story
from judge.reading import read_run
from judge.rules import RULES, check


class RuleTest(unittest.TestCase):
    def setUp(self):
        self.story = good_story()

    def results(self):
        with tempfile.TemporaryDirectory() as folder:
            self.story.write(folder)
            return check(read_run(folder))

    def broken(self):
        return {found.rule for found in self.results() if found.violations}

    def assert_breaks(self, *rules):
        self.assertEqual(set(rules), self.broken())

    def change(self, line, **attributes):
        line["attributes"] = json.dumps({**json.loads(line["attributes"]), **attributes})


class GoodRun(RuleTest):
    def test_keeps_every_promise(self):
        self.assert_breaks()

    def test_gives_every_rule_something_to_judge(self):
        for found in self.results():
            self.assertGreater(found.checked, 0, found.rule)

    def test_every_rule_says_what_it_is_for(self):
        for rule in RULES:
            self.assertTrue(rule.__doc__)


class Chains(RuleTest):
    def test_a_body_that_was_changed_breaks_the_chain(self):
        self.story.assessment.entries[0]["data"] = json.dumps({"client": "another"})
        self.assertIn("whole-chains", self.broken())

    def test_an_event_that_vanished(self):
        gone = self.story.assessment.entries.pop()
        self.assertEqual("event.assessment.consent", gone["topic"])
        self.assertLessEqual({"whole-chains", "acknowledged-once", "never-partly",
                              "nothing-vanished", "readers-in-order"}, self.broken())

    def test_a_journal_with_fewer_entries_than_it_counts(self):
        journal = self.story.simulator
        lines = list(journal.lines())
        lines[0]["journal"]["entries"] = 3
        journal.lines = lambda: lines
        self.assert_breaks("whole-chains")

    def test_the_same_sequence_twice(self):
        line = self.story.assessment.entries[-1]
        self.change(line, sequence=2)
        self.assertIn("whole-chains", self.broken())


class Commands(RuleTest):
    def test_accepted_and_done_twice(self):
        for entity, number in (("client", "x1"), ("consent", "x2")):
            line = self.story.assessment.publish(entity, "registered", f"m1-{number}", "m1")
            self.story.ledger.note(line)
        self.assert_breaks("acknowledged-once", "never-partly", "in-one-piece")

    def test_accepted_and_not_done(self):
        self.story.command("m6", "accepted", ["m6-1"])
        self.assert_breaks("acknowledged-once", "never-partly")

    def test_accepted_twice_with_other_events(self):
        self.story.answer("m1", "accepted", ["m1-3", "m1-4"])
        self.assert_breaks("acknowledged-once", "one-answer")

    def test_refused_after_it_was_accepted(self):
        self.story.answer("m1", "refused", [])
        self.assert_breaks("one-answer")

    def test_unknown_and_half_done(self):
        self.story.assessment.receipt("cli-fd1", "m4", "accepted", ["m4-1", "m4-2"])
        line = self.story.assessment.publish("client", "registered", "m4-1", "m4")
        self.story.ledger.note(line)
        self.assert_breaks("never-partly")

    def test_unknown_and_wholly_done_is_no_fault(self):
        self.story.assessment.receipt("cli-fd1", "m4", "accepted", ["m4-1"])
        line = self.story.assessment.publish("client", "registered", "m4-1", "m4")
        self.story.ledger.note(line)
        self.assert_breaks()

    def test_done_without_a_receipt(self):
        line = self.story.assessment.publish("client", "registered", "m4-1", "m4")
        self.story.ledger.note(line)
        self.assert_breaks("never-partly")

    def test_two_receipts_of_one_command(self):
        self.story.assessment.receipt("cli-fd1", "m1", "accepted", ["m1-1", "m1-2"])
        self.assert_breaks("never-partly")

    def test_answered_by_somebody_else(self):
        self.story.load[1]["by"] = "ledger"
        self.assert_breaks("acknowledged-once")

    def test_nothing_is_accepted_at_the_end(self):
        self.story.load = [line for line in self.story.load if line["id"] != "m5"
                           or line["what"] == "invoke"]
        self.assert_breaks("last-commands")

    def test_nothing_is_given_at_the_end(self):
        for line in self.story.load:
            line["mark"] = None
        self.assert_breaks("last-commands")


class Readers(RuleTest):
    def test_an_event_was_published_and_is_in_no_journal(self):
        self.story.see({"topic": "event.assessment.client", "data": "{}",
                        "attributes": json.dumps({"id": "lost", "sequence": 9})})
        self.assert_breaks("nothing-vanished")

    def test_an_event_was_published_with_other_bytes(self):
        self.story.tap[0]["data"] = "{ }"
        self.assert_breaks("nothing-vanished")

    def test_the_ledger_lacks_an_event_in_the_middle(self):
        del self.story.ledger.entries[0]
        for position, line in enumerate(self.story.ledger.entries, 1):
            line["position"] = position
        self.assert_breaks("ledger-is-whole")

    def test_a_reader_noted_other_bytes(self):
        self.story.ledger.entries[0]["data"] = "{ }"
        self.assert_breaks("readers-in-order")

    def test_a_reader_noted_an_event_twice(self):
        self.story.ledger.note(self.story.assessment.entries[-1])
        self.assert_breaks("readers-in-order")

    def test_a_reader_noted_out_of_order(self):
        entries = self.story.ledger.entries
        entries[0], entries[2] = ({**entries[2], "position": 1}, {**entries[0], "position": 3})
        self.assert_breaks("readers-in-order")

    def test_a_reader_noted_what_its_owner_does_not_have(self):
        self.story.ledger.entries.append(
            {"position": 99, "own": False, "topic": "event.assessment.client",
             "attributes": json.dumps({"id": "lost", "sequence": 9, "prevhash": "0"}),
             "data": "{}"})
        self.assert_breaks("readers-in-order")

    def test_a_reader_that_went_deaf(self):
        self.story.beats = self.story.heartbeats()
        self.story.ledger.cursors["assessment.client"] = (1, self.digest(1))
        self.assert_breaks("nobody-deaf")

    def test_a_reader_that_stands_at_another_history(self):
        self.story.ledger.cursors["assessment.client"] = (3, "f" * 64)
        self.assert_breaks("nobody-deaf")

    def test_who_is_not_ready_or_not_heard_at_the_end(self):
        self.story.beats = self.story.heartbeats()
        self.story.beats["ledger"]["state"] = "degraded"
        del self.story.beats["hub"]
        self.assert_breaks("nobody-deaf")

    def test_names_in_the_ledger(self):
        line = self.story.assessment.publish("identity", "recorded", "i1", "m1-x")
        self.story.ledger.note(line)
        self.assert_breaks("ledger-is-whole")

    def test_a_parked_event(self):
        self.story.ledger.parked.append(
            {"stream": "assessment.client", "sequence": 1, "reason": "It failed."})
        self.assert_breaks("nothing-parked")

    def digest(self, sequence):
        from fixtures import digest_of
        lines = [line for line in self.story.assessment.entries
                 if line["topic"].endswith(".client")]
        return digest_of(lines[sequence - 1])


class Outbox(RuleTest):
    COMMAND = {"topic": "command.assessment.answer-intake.simulator",
               "attributes": json.dumps({"id": "s2"}), "data": "{}"}

    def test_a_command_that_nobody_decided_on(self):
        self.story.see(self.COMMAND)
        self.assert_breaks("outbox-settled")

    def test_an_hour_that_was_wished_is_struck_whoever_wishes_it_in_the_end(self):
        hour = "2026-11-20T03:00:00.000Z"
        self.wish("w1", hour, at=5)
        self.wish("w2", hour, at=40_000)
        self.assert_breaks("outbox-settled")
        supervisor = Journal("supervisor")
        self.story.journals.append(supervisor)
        line = supervisor.publish(
            "clock", "hour-began", "h1", None, moment={"utc": hour, "local": "2026-11-19T21:00"})
        self.story.ledger.note(line)
        self.assert_breaks()

    def test_an_hour_that_was_wished_when_all_was_over_needs_not_be_struck(self):
        self.wish("w1", "2026-11-20T03:00:00.000Z", at=20_000)
        self.wish("w2", "2026-11-20T03:00:00.000Z", at=40_000)
        self.assert_breaks()

    def wish(self, identifier, hour, at):
        self.story.see({"topic": "command.supervisor.advance-clock.simulator",
                        "attributes": json.dumps({"id": identifier}),
                        "data": json.dumps({"to": hour})}, at=at)

    def test_a_command_that_waits_still_is_no_fault(self):
        self.story.see(self.COMMAND)
        self.story.simulator.outbox.append({"id": "s2"})
        self.assert_breaks()

    def test_a_command_of_the_time_when_a_disk_failed_is_not_judged(self):
        self.story.see(self.COMMAND)
        self.story.nemesis += [
            {"what": "strike", "kind": "disk-fault", "at": 1},
            {"what": "heal", "kind": "disk-fault", "at": 4, "number": 2}]
        self.assert_breaks()


class SoonReady(RuleTest):
    def test_ten_seconds_beyond_a_fault_are_the_limit(self):
        self.story.away("cbt", 20_000, 30_000)
        self.assert_breaks()
        self.story.away("cbt", 40_000, 50_001)
        self.assert_breaks("soon-ready")

    def test_a_fault_lasts_as_long_as_it_lasts_and_no_longer(self):
        self.story.hit(2, 21_000, "cbt", over=51_000)
        self.story.away("cbt", 20_500, 60_900)
        self.assert_breaks()
        self.story.away("cbt", 20_500, 61_100)
        self.assert_breaks("soon-ready")

    def test_what_is_to_be_done_begins_anew_with_each_fault_of_its_own(self):
        self.story.hit(2, 21_000, "cbt")
        self.story.hit(3, 30_000, "cbt")
        self.story.away("cbt", 20_500, 39_900)
        self.assert_breaks()

    def test_a_fault_of_another_is_none_of_its_own(self):
        self.story.hit(2, 30_000, "simulator")
        self.story.away("cbt", 20_500, 39_900)
        self.assert_breaks("soon-ready")

    def test_without_hub_or_supervisor_nobody_can_be_ready(self):
        self.story.hit(2, 25_000, "supervisor", over=30_000)
        self.story.away("hub", 30_000, 34_000)
        self.story.away("cbt", 20_000, 38_900)
        self.assert_breaks()
        # Their time is counted once, and what was begun before it goes on after it.
        self.story.away("cbt", 20_000, 39_100)
        self.assert_breaks("soon-ready")

    def test_who_catches_up_waits_for_an_owner_that_was_struck(self):
        self.story.hit(2, 25_000, "assessment")
        self.story.away("assessment", 25_000, 33_000)
        self.story.away("cbt", 20_000, 37_900, "starting")
        self.assert_breaks()
        # Who had caught up waits for nobody.
        self.story.away("cbt", 20_001, 37_900)
        self.assert_breaks("soon-ready")

    def test_those_who_wait_for_each_other_excuse_nobody(self):
        self.story.away("assessment", 20_000, 38_000, "starting")
        self.story.away("scheduler", 20_000, 38_000, "starting")
        self.assert_breaks("soon-ready")

    def test_an_owner_excuses_for_no_longer_than_it_may_be_away(self):
        self.story.hit(2, 20_000, "assessment", "cbt")
        self.story.away("assessment", 20_000, 31_000)
        self.story.away("cbt", 20_000, 40_100, "starting")
        self.assertEqual(2, sum(len(found.violations) for found in self.results()))

    def test_the_hub_itself_has_no_more_time_than_others(self):
        self.story.hit(2, 20_000, "hub")
        self.story.away("hub", 20_000, 30_100)
        self.assert_breaks("soon-ready")


class Program(RuleTest):
    def run_program(self, folder):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stderr(errors):
            code = check_chaos.main([folder], output, errors)
        return code, output.getvalue(), errors.getvalue()

    def test_tells_by_its_exit_code(self):
        with tempfile.TemporaryDirectory() as folder:
            self.story.write(folder)
            self.assertEqual(0, self.run_program(folder)[0])
            self.story.answer("m1", "refused", [])
            self.story.write(folder)
            code, output, _ = self.run_program(folder)
            self.assertEqual(1, code)
            self.assertIn("one-answer: m1", output)

    def test_an_empty_or_torn_run_proves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(2, self.run_program(folder)[0])
            self.story.write(folder)
            with open(f"{folder}/tap.jsonl", "a", encoding="utf-8") as file:
                file.write('{"topic": "event.asse')
            self.assertEqual(2, self.run_program(folder)[0])
            self.story.write(folder)
            os.truncate(f"{folder}/load.jsonl", 0)
            self.assertEqual(2, self.run_program(folder)[0])


if __name__ == "__main__":
    unittest.main()
