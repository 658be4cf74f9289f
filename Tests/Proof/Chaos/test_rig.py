"""The rig itself: what it draws, and whether its disk loses what was not synced, and only that."""

import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from rig import disk
from rig.nemesis import Nemesis
from rig.peer import Arrivals
from rig.schedule import KINDS, faults

HERE = os.path.dirname(os.path.abspath(__file__))

#: Commits number after number, and says each once it is acknowledged.
WRITER = """
import sqlite3, sys
base = sqlite3.connect(sys.argv[1], isolation_level=None)
base.execute("PRAGMA journal_mode = WAL")
base.execute("PRAGMA synchronous = " + sys.argv[2])
base.execute("CREATE TABLE IF NOT EXISTS number (value INTEGER PRIMARY KEY)")
for value in range(1, 100000):
    base.execute("INSERT INTO number VALUES (?)", [value])
    print(value, flush=True)
"""


class Schedule(unittest.TestCase):
    def drawn(self, seed, kinds=None):
        return list(itertools.islice(faults(seed, kinds), 60))

    def test_a_seed_draws_the_same_faults_each_time(self):
        self.assertEqual(self.drawn("7"), self.drawn("7"))

    def test_another_seed_draws_others(self):
        self.assertNotEqual(self.drawn("7"), self.drawn("8"))

    def test_every_kind_comes_once_before_one_comes_again(self):
        first = [step["kind"] for step in self.drawn("7")[:len(KINDS)]]
        self.assertEqual(sorted(KINDS), sorted(first))

    def test_only_the_kinds_that_were_asked_for(self):
        self.assertEqual({"kill"}, {step["kind"] for step in self.drawn("7", ["kill"])})


class Logged(list):
    def add(self, **line):
        self.append(line)


class Healing(unittest.TestCase):
    def test_what_lasts_is_over_in_time_also_while_another_strike_waits(self):
        over, log = threading.Event(), Logged()
        nemesis = Nemesis(None, {}, None, None, log)
        nemesis._pause = lambda step: nemesis._last(step, ["ledger"], over.set)
        # Would wait for ever for an end that nobody else brings.
        nemesis._kill = lambda step: self.assertTrue(over.wait(30))
        nemesis.run([{"kind": "pause", "seconds": 0.1, "pause": 0},
                     {"kind": "kill", "pause": 0}], float("inf"))
        self.assertEqual(["strike", "hit", "strike", "heal"], [line["what"] for line in log])
        self.assertEqual(log[1]["number"], log[3]["number"])


class Reading(unittest.TestCase):
    TOPIC = b"event.assessment.client"

    def entry(self, number):
        return json.dumps({
            "specversion": "1.0", "id": f"m{number}", "source": "/c/assessment",
            "type": "assessment.client.declined.v1", "time": "2026-10-05T11:00:00.000Z",
            "datacontenttype": "application/json", "sequence": number, "prevhash": "0" * 64,
        }).encode() + b"\n{}\n"

    def test_all_that_a_frame_brings_comes_out_and_what_is_bad_is_counted(self):
        arrivals = Arrivals()
        arrivals.take([self.TOPIC + b"\n" + self.entry(1) + b"[]\n{}\n" + self.entry(3)])
        arrivals.take([self.TOPIC, self.entry(4), b"{}"])
        arrivals.take([self.TOPIC + b"\n" + self.entry(5)])
        self.assertEqual([1, 3, 5], [message.attributes["sequence"] for message in arrivals.waiting])
        self.assertEqual({"bad-attributes": 1, "part-count": 1}, dict(arrivals.dropped))


@unittest.skipUnless(os.geteuid() == 0, "only root may mount")
class Full(unittest.TestCase):
    """In a process of its own: the mount is to vanish with it."""

    PROGRAM = """
import os, sys
from rig import disk
if not disk.in_own_namespace():
    sys.exit(77)
own = disk.Disk(sys.argv[1], sys.argv[2])
if not own.is_own:
    sys.exit(77)
def writes(size):
    try:
        with open(sys.argv[1] + "/journal", "ab", buffering=0) as file:
            return file.write(b"x" * size) == size
    except OSError:
        return False
large = 100 * disk.MEGABYTE
print(writes(large), end=" ")
own.fill()
print(writes(4096), end=" ")
own.free()
print(writes(large))
"""

    def test_a_disk_has_room_for_any_run_and_none_when_it_is_full(self):
        with tempfile.TemporaryDirectory() as journals, tempfile.TemporaryDirectory() as undo:
            done = subprocess.run([sys.executable, "-B", "-c", self.PROGRAM, journals, undo],
                                  cwd=HERE, capture_output=True, text=True, check=False)
        if done.returncode == 77:
            self.skipTest("no mount is allowed here")
        self.assertEqual("True False True", done.stdout.strip(), done.stderr)


class Power(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.library = disk.build(f"{HERE}/disk.c", cls.place.name)

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.journals, self.undo = f"{self.folder.name}/journals", f"{self.folder.name}/undo"
        os.mkdir(self.journals)
        os.mkdir(self.undo)
        self.disk = disk.Disk.__new__(disk.Disk)
        self.disk.journals, self.disk.undo = self.journals, self.undo

    def killed(self, synchronous):
        """The last number that was acknowledged before a kill between a write and its sync."""
        file = f"{self.journals}/scheduler.sqlite"
        environment = {**os.environ, "LD_PRELOAD": self.library, "CHAOS_FILES": self.journals,
                       "CHAOS_UNDO": self.undo}
        with subprocess.Popen([sys.executable, "-c", WRITER, file, synchronous],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                              env=environment) as writer:
            for _ in range(30):
                last = int(writer.stdout.readline())
            end = time.monotonic() + 10
            while not self.disk.has_unsynced("scheduler") and time.monotonic() < end:
                pass
            writer.send_signal(signal.SIGKILL)
            rest = writer.stdout.read().split()
            writer.wait()
        return int(rest[-1]) if rest else last

    def kept(self):
        base = sqlite3.connect(f"{self.journals}/scheduler.sqlite")
        try:
            return base.execute("SELECT max(value), count(*) FROM number").fetchone()
        finally:
            base.close()

    def test_what_was_synced_outlives_a_power_cut(self):
        for part in (0.0, 0.5):
            with self.subTest(kept=part):
                acknowledged = self.killed("FULL")
                self.disk.lose_unsynced("scheduler", part)
                last, count = self.kept()
                self.assertGreaterEqual(last, acknowledged)
                self.assertEqual(last, count)
                for name in os.listdir(self.journals):
                    os.unlink(f"{self.journals}/{name}")

    def test_what_was_not_synced_is_lost_in_one(self):
        self.killed("OFF")
        self.assertGreater(self.disk.lose_unsynced("scheduler", 0.0), 0)
        with self.assertRaises(sqlite3.OperationalError):
            self.kept()

    def test_what_was_not_synced_outlives_a_kill(self):
        acknowledged = self.killed("OFF")
        self.assertGreaterEqual(self.kept()[0], acknowledged)

    def test_a_disk_that_fails_fails_the_commit(self):
        for word in ("EIO", "ENOSPC", "EROFS", "SYNC"):
            with self.subTest(error=word):
                self.disk.fail("scheduler", word)
                with self.assertRaises((ValueError, subprocess.SubprocessError)):
                    self.killed("FULL")
                self.disk.mend()


if __name__ == "__main__":
    unittest.main()
