"""The rig itself: what it draws, and whether its disk loses what was not synced, and only that."""

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

from rig import disk
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
