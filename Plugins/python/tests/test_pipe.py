import fcntl
import json
import os
import pathlib
import sys
import tempfile
import unittest

KIT = pathlib.Path(__file__).resolve().parent.parent
SCHEDULED = {
    "id": "m-1", "type": "scheduler.session.scheduled", "owner": "scheduler",
    "time": "2026-11-23T15:00:00.000Z", "date": "2026-11-23",
    "data": {"session": "s-1", "therapy": "diary", "offering": "skills",
             "start": "2026-11-23T09:00"},
}


def attended(number, minutes=60):
    return {
        "id": f"m-{number}", "type": "scheduler.attendance.recorded", "owner": "scheduler",
        "time": "2026-11-23T16:00:00.000Z", "date": "2026-11-23", "client": "c-0001",
        "data": {"client": "c-0001", "session": "s-1", "status": "present", "minutes": minutes},
        "later": "a member that nobody knows yet",
    }


class Child:
    """The diary as a process of its own, at the other end of a pipe."""

    def __init__(self):
        questions, self._questions = os.pipe()
        self._answers, answers = os.pipe()
        # Out of the way of the descriptors that the child is to have.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in (questions, answers)]
        self.log = tempfile.TemporaryFile()
        self.pid = os.posix_spawn(
            sys.executable, [sys.executable, "-B", str(KIT / "tests/diary/therapy.py")],
            {"PYTHONPATH": str(KIT)}, file_actions=[
                (os.POSIX_SPAWN_DUP2, self.log.fileno(), 1),
                (os.POSIX_SPAWN_DUP2, self.log.fileno(), 2),
                (os.POSIX_SPAWN_DUP2, ends[0], 3), (os.POSIX_SPAWN_DUP2, ends[1], 4)])
        for end in [questions, answers, *ends]:
            os.close(end)
        self._out = os.fdopen(self._questions, "wb")
        self._in = os.fdopen(self._answers, "rb")
        self._count = 0

    def ask(self, ask, **members):
        self._count += 1
        line = json.dumps({"n": self._count, "ask": ask, **members})
        self._out.write(line.encode() + b"\n")
        self._out.flush()
        answer = json.loads(self._in.readline())
        assert answer.pop("n") == self._count
        return answer

    def begin(self):
        assert self.ask("hello", protocol=[1, 3], plugin="diary") == {"protocol": 1}
        assert self.ask("restore", state=None) == {}

    def end(self):
        self._out.close()
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._in.close()
        self.log.seek(0)
        text = self.log.read().decode()
        self.log.close()
        return code, text


def react(child, *facts):
    return child.ask("react", facts=list(facts), now="2026-11-23T10:00", date="2026-11-23")


class PipeTests(unittest.TestCase):
    def setUp(self):
        self.child = Child()

    def test_a_whole_conversation_and_a_print_that_does_not_get_into_it(self):
        self.child.begin()
        self.assertEqual(self.child.ask("apply", facts=[]), {})
        self.assertEqual(react(self.child, SCHEDULED, attended(2, minutes=59), attended(3)), {
            "reacted": 2, "actions": [
                {"do": "complete-module", "client": "c-0001", "module": "first",
                 "session": "s-1"},
                {"do": "assign-practice", "client": "c-0001", "practice": "breathe",
                 "due": "2026-11-26"},
            ]})
        self.assertEqual(react(self.child, SCHEDULED), {"reacted": 1, "actions": []})
        kept = self.child.ask("state")["state"]
        self.assertEqual(kept["cairn"]["sessions"], {"s-1": ["skills", "2026-11-23"]})
        self.assertEqual(self.child.ask("restore", state=kept), {})
        self.assertEqual(self.child.ask("state")["state"], kept)
        self.assertEqual(self.child.ask("bye"), {})
        self.assertEqual(self.child.end(), (0, "said on stdout\n"))

    def test_an_error_is_an_answer_and_tells_nothing_about_a_client(self):
        self.child.begin()
        self.child.ask("apply", facts=[SCHEDULED])
        answer = react(self.child, attended(2, minutes=13))
        self.assertRegex(answer["error"], r"^RuntimeError in therapy.py, line \d+$")
        self.assertIn("before restore", react(self.child, attended(3))["error"])
        code, text = self.child.end()
        self.assertEqual(code, 0)
        self.assertNotIn("c-0001", text)
        self.assertIn("therapy.py:", text)

    def test_what_was_folded_in_part_is_no_state(self):
        self.child.begin()
        self.assertIn("error", self.child.ask("apply", facts=[SCHEDULED, {"id": "m-2"}]))
        self.assertIn("before restore", self.child.ask("state")["error"])
        self.assertEqual(self.child.ask("restore", state=None), {})
        self.assertIn("state", self.child.ask("state"))
        self.child.end()

    def test_a_question_out_of_order_or_unknown_is_an_error(self):
        self.assertIn("before hello", self.child.ask("state")["error"])
        self.assertIn("protocol 1", self.child.ask("hello", protocol=[2, 3])["error"])
        self.child.begin()
        self.assertIn("not known", self.child.ask("dance")["error"])
        self.assertEqual(self.child.end()[0], 0)


if __name__ == "__main__":
    unittest.main()
