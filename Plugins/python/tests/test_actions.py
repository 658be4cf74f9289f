"""The rule of actions, held to the cases to which the host's own is held."""

import dataclasses
import datetime
import json
import pathlib
import re
import unittest

import cairn_therapy
from cairn_therapy import Contract, Undeclared

CASES = json.loads((pathlib.Path(__file__).parent / "actions.json").read_text("utf-8"))
KINDS = {
    kind.do: kind for kind in vars(cairn_therapy).values()
    if dataclasses.is_dataclass(kind) and hasattr(kind, "do")}


def action(value):
    """The action that stands so on the pipe."""
    kind = KINDS[value["do"]]
    members = {
        re.sub("[A-Z]", lambda found: "_" + found[0].lower(), name): part
        for name, part in value.items() if name != "do"}
    if "due" in members:
        members["due"] = datetime.date.fromisoformat(members["due"])
    return kind(**members)


class ActionTests(unittest.TestCase):
    def test_each_case_is_taken_or_refused_as_by_the_host(self):
        contract = Contract(CASES["contract"])
        self.assertEqual({one["action"]["do"] for one in CASES["cases"]}, set(KINDS))
        for case in CASES["cases"]:
            with self.subTest(case["action"]):
                try:
                    contract.check(action(case["action"]))
                    is_taken = True
                except Undeclared:
                    is_taken = False
                self.assertEqual(is_taken, case["isTaken"])


if __name__ == "__main__":
    unittest.main()
