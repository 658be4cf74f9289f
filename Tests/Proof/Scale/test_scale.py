"""The figures, from made-up ones: what stands in the table, and which bounds are passed."""

import json
import os
import tempfile
import unittest

import scale
from measuring.clinic import WEEK, newest_form
from measuring.meter import Meter
from measuring.report import MARKS, Report
from rig.processes import is_ended, memory, processor_seconds


def figures(clients, cpu, turn=80, restarts=0):
    asked = {"own": 0.1, "service": cpu, "wall": 0.2, "lines": 3}
    return {
        "weeks": [{"spent": {"scheduler": cpu, "ledger": 1.0}, "wall": 5.0, "census": clients}] * 6,
        "turns": {"scheduler": turn, "simulator": 900}, "memory": {"scheduler": 50.0, "hub": 12.0},
        "bytes": 6 * clients * 40_000, "client_weeks": 6 * clients, "restarts": restarts,
        "retraction": {"scheduler": 0.5, "aftercare": 0.25},
        "start": {"wall": 1.0, "spent": {"scheduler": 0.5}},
        "start_folded": {"wall": 4.0, "spent": {"scheduler": 3.0}},
        "asks": {"cairn week": asked},
    }


class Reporting(unittest.TestCase):
    def setUp(self):
        self.report = Report(6)
        self.report.add("small", figures(25, 1.0))

    def cells(self, what):
        found = [row for row in self.report.rows() if row[0] == what]
        self.assertEqual(len(found), 1, what)
        return found[0][1:]

    def test_each_figure_of_the_large_clinic_stands_beside_the_small_ones_and_for_a_client(self):
        self.report.add("large", figures(250, 15.0))
        self.assertEqual(self.cells("clients in treatment, last weeks"), ["25.00", "250", ""])
        self.assertEqual(self.cells("scheduler, CPU s a week"), ["1.00", "15.00", "1.50"])
        self.assertEqual(self.cells("journals, KB a client-week"), ["40.00", "40.00", ""])
        self.assertEqual(self.cells("scheduler, longest turn, CPU ms"), ["80", "80", ""])
        self.assertEqual(self.cells("one retraction, CPU s of all"), ["0.75", "0.75", "0.10"])
        self.assertEqual(self.cells("start without snapshots, wall s"), ["4.00", "4.00", "0.10"])
        self.assertEqual(self.cells("`cairn week`, CPU s of tool and service")[0], "1.10")

    def test_a_turn_of_a_service_is_bounded_and_so_are_processes_that_came_again(self):
        self.assertEqual(self.report.passed_bounds(), [])
        self.report.add("large", figures(250, 15.0, turn=251, restarts=2))
        passed = self.report.passed_bounds()
        self.assertEqual(len(passed), 2)
        self.assertIn("scheduler took 251 ms", passed[0])
        self.assertIn("2 processes", passed[1])

    def test_the_table_takes_the_place_of_the_one_before(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/page.md"
            with open(path, "w", encoding="utf-8") as file:
                file.write(f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n")
            self.report.write_into(path)
            self.report.write_into(path)
            with open(path, encoding="utf-8") as file:
                text = file.read()
        self.assertTrue(text.startswith("before\n") and text.endswith("\nafter\n"))
        self.assertNotIn("old", text)
        self.assertEqual(text.count("| clients in treatment"), 1)
        self.assertEqual(len({len(line) for line in text.splitlines() if line[:1] == "|"}), 1)


class Reading(unittest.TestCase):
    def test_the_newest_gad_7_is_found_whatever_came_after_it(self):
        def line(number, kind, **body):
            attributes = {"id": f"m-{number}", "type": f"{kind}.v1"}
            return json.dumps({"topic": "event." + kind.rpartition(".")[0],
                               "attributes": json.dumps(attributes), "data": json.dumps(body)})
        form = "assessment.questionnaire.submitted"
        lines = [line(1, form, instrument="gad-7"), line(2, form, instrument="gad-7"),
                 line(3, form, instrument="phq-9"), line(4, "other.gad-7.told"),
                 line(5, "assessment.questionnaire.scored", instrument="gad-7")]
        self.assertEqual(newest_form(lines), "m-2")
        self.assertIsNone(newest_form(lines[2:]))

    def test_a_week_is_known_by_the_players_line(self):
        self.assertEqual(WEEK.match("  week  3 of 16  2026-10-19  00:01:02  26 clients")[1], "3")
        self.assertIsNone(WEEK.match("  weeks of 16"))

    def test_processes_are_measured_and_who_is_gone_is_not(self):
        self.assertGreater(processor_seconds(os.getpid()), 0.0)
        self.assertGreater(min(memory(os.getpid())), 1.0)
        self.assertFalse(is_ended(os.getpid()))
        self.assertTrue(is_ended(2 ** 30))
        self.assertIsNone(processor_seconds(2 ** 30))
        self.assertEqual(memory(2 ** 30), (0.0, 0.0))
        self.assertEqual(Meter("/no/such/clinic").lap(), {})

    def test_only_clinics_that_there_are_can_be_measured(self):
        options = scale.parse(["--programs", "p", "--sizes", "large", "--weeks", "2"])
        self.assertEqual((options.sizes, options.weeks), (["large"], 2))
        with self.assertRaises(SystemExit):
            scale.parse(["--programs", "p", "--sizes", "huge"])


if __name__ == "__main__":
    unittest.main()
