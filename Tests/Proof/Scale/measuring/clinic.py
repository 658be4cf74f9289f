"""A rehearsal of real processes that is played and measured."""

import json
import os
import re
import resource
import subprocess
import tempfile
import time

from rig.processes import memory, processor_seconds

from .heartbeats import Heartbeats
from .meter import Meter, members

#: Who hears the heartbeats, and who looks and corrects, in each of the clinics.
LISTENER, DIRECTOR, CLINICIAN = "cli-fd1", "dir", "t01"
#: A line of the player when a week begins.
WEEK = re.compile(r"\s*week\s+(\d+) of")
#: Processes whose longest turn is bounded, and the bound in milliseconds of processor time.
TURN_LIMIT = 250


class Trouble(Exception):
    """The run itself could not go on; nothing was measured."""


class Clinic:
    """The folder, its processes, and the figures of both."""

    def __init__(self, root, programs, folder):
        self.root, self.programs, self.folder = root, programs, folder
        self.figures = {"weeks": [], "restarts": 0, "turns": {}}
        self.heartbeats = None

    def make(self, description, referrals):
        if not os.path.exists(description):
            raise Trouble(f"there is no {description}")
        self.run("init", self.folder, "--kind", "rehearsal", "--from", description,
                 "--starts", "2026-10-05", "--seed", "1",
                 "--referrals-per-week", str(referrals))
        self.run("keys", "new", LISTENER, "--clinic", self.folder)
        self.add_therapies()

    def add_therapies(self):
        """Those of the quickstart, as it adds them."""
        with tempfile.TemporaryDirectory(prefix="cairn-packed-") as packed:
            for therapy in therapies(self.root):
                target = f"{packed}/{therapy}"
                self.run("plugin", "pack", f"{self.root}/Plugins/{therapy}", "--to", target)
                self.run("plugin", "add", target, "--clinic", self.folder)

    def run(self, *arguments, check=True, seconds=900):
        """A command of the tool; what it printed."""
        process = subprocess.run(
            [f"{self.programs}/cairn", *arguments], capture_output=True, text=True,
            timeout=seconds, check=False)
        if check and process.returncode != 0:
            raise Trouble(f"cairn {' '.join(arguments[:2])}: {process.returncode}: "
                          f"{process.stderr.strip()[-400:]}")
        return process.stdout

    def up(self):
        self.run("up", self.folder, "--wait", "600")

    def down(self):
        if self.heartbeats is not None:
            self.heartbeats.stop()
            self.heartbeats = None
        self.run("down", self.folder, check=False)

    # Playing

    def play(self, weeks):
        """Plays some weeks, and notes after each what every process spent in it."""
        self.hear()
        meter = Meter(self.folder)
        player = subprocess.Popen(
            [f"{self.programs}/cairn-simulator", "--clinic", self.folder, "--weeks", str(weeks),
             "--progress"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        begun = time.monotonic()
        for line in player.stdout:
            week = WEEK.match(line)
            if week is None:
                continue
            spent = meter.lap()
            if week[1] != "1":
                self.note_week(spent, time.monotonic() - begun)
            begun = time.monotonic()
            print(line.rstrip(), flush=True)
        if player.wait() != 0:
            raise Trouble(f"the simulator ended with {player.returncode}")
        self.note_week(meter.lap(), time.monotonic() - begun)
        self.figures["restarts"] = meter.restarts
        self.figures["memory"] = {name: memory(pid)[1] for name, pid in
                                  members(self.folder).items()}
        self.figures["turns"] = self.heartbeats.longest_turns()
        self.figures["bytes"] = sum(
            entry.stat().st_size for entry in os.scandir(f"{self.folder}/journals")
            if entry.name.startswith(tuple(members(self.folder))) and ".snapshot" not in entry.name
            and not entry.name.startswith("simulator"))
        self.figures["client_weeks"] = sum(week["census"] for week in self.figures["weeks"])

    def hear(self):
        """Listens to what the processes say of themselves, from now on."""
        self.heartbeats = Heartbeats(self.folder, LISTENER)
        self.heartbeats.start()

    def note_week(self, spent, wall):
        census = self.run("ask", "scheduler.enrollments", "--clinic", self.folder,
                          "--as", DIRECTOR, "--reveal", "scale").count('"client"')
        self.figures["weeks"].append({"spent": spent, "wall": wall, "census": census})

    # Asking

    def ask_questions(self):
        """What a look costs: its own program, and the service that answers."""
        client = "c-0003"
        self.figures["asks"] = {
            "cairn status": self.ask(["status"], None),
            "cairn week": self.ask(["week", "--as", DIRECTOR], "scheduler"),
            "cairn client timeline": self.ask(
                ["client", "timeline", client, "--as", DIRECTOR], "ledger"),
        }

    def ask(self, words, service):
        pid = members(self.folder).get(service) if service else None
        before = processor_seconds(pid) if pid else 0.0
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.monotonic()
        output = self.run(words[0], *words[1:], "--clinic", self.folder, check=words[0] != "status")
        wall = time.monotonic() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"wall": wall, "lines": output.count("\n"),
                "own": after.ru_utime + after.ru_stime - own.ru_utime - own.ru_stime,
                "service": (processor_seconds(pid) - before) if pid else 0.0}

    def retract_one(self):
        """Enters the newest GAD-7 in error, and waits until every reader has followed."""
        found = newest_form(self.run("export", "--clinic", self.folder).splitlines())
        if found is None:
            raise Trouble("no GAD-7 was handed in")
        meter = Meter(self.folder)
        self.run("send", "assessment.retract", "--clinic", self.folder, "--as", CLINICIAN,
                 "--body", json.dumps({"retraction": {"event": found, "reason": "scale"}}))
        self.settle()
        self.figures["retraction"] = meter.lap()
        self.figures["turns"] = self.heartbeats.longest_turns()

    def settle(self, quiet=1.0, seconds=600):
        """Waits until no process has used processor time worth speaking of for a while."""
        meter, end = Meter(self.folder), time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(quiet)
            if max(meter.lap().values(), default=0.0) < 0.1:
                return
        raise Trouble("the clinic does not come to rest")

    # Starting

    def start_again(self, with_snapshots):
        """What each process spends until all are ready."""
        self.down()
        if not with_snapshots:
            for entry in os.scandir(f"{self.folder}/journals"):
                if ".snapshot" in entry.name:
                    os.remove(entry.path)
        begun = time.monotonic()
        self.up()
        wall = time.monotonic() - begun
        spent = {name: processor_seconds(pid) or 0.0 for name, pid in members(self.folder).items()}
        key = "start" if with_snapshots else "start_folded"
        self.figures[key] = {"wall": wall, "spent": spent}


def therapies(root):
    """The names of the folders in Plugins that the example clinics have."""
    with open(f"{root}/deploy/examples/therapies", encoding="utf-8") as file:
        lines = [line.partition("#")[0].strip() for line in file]
    return [line for line in lines if line]


def newest_form(lines):
    """The id of the newest GAD-7 that was handed in, in an export; none if there is none."""
    found = None
    for line in lines:
        message = json.loads(line)
        attributes = json.loads(message["attributes"])
        if not attributes["type"].startswith("assessment.questionnaire.submitted."):
            continue
        if json.loads(message["data"]).get("instrument") == "gad-7":
            found = attributes["id"]
    return found
