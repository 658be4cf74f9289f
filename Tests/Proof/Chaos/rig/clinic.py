"""A clinic of real processes in a folder of its own."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from .disk import Disk
from .processes import GUARD, is_ended, members
from .therapy import install

SERVICES = ["assessment", "scheduler", "peer-groups", "treatment", "aftercare", "ledger"]
#: Who keeps a journal.
KEEPERS = SERVICES + ["cbt", "simulator", "supervisor"]

#: Who is replaced where a promise is switched off.
WEAKENED = {f"cairn-{name}" for name in SERVICES + ["simulator"] if name != "ledger"}


class Trouble(Exception):
    """The rig itself could not go on; nothing is proved either way."""


class Clinic:
    """The folder, its disk, and the processes that run on it."""

    def __init__(self, root, programs, place, seed, weakness=None):
        self.root, self.programs, self.place = root, programs, place
        self.links = None
        self.folder, self.undo = f"{place}/c", f"{place}/undo"
        self.journals = f"{self.folder}/journals"
        self.weakness, self.seed = weakness, seed
        self.disk = None
        self.environment = dict(os.environ)

    def make(self, library):
        """Makes the folder and its disk."""
        os.makedirs(self.undo)
        self.run("init", self.folder, "--from",
                 f"{self.root}/deploy/examples/small/clinic.yaml", "--seed", str(self.seed))
        install(self.root, self.programs, self.folder, "cbt")
        self.disk = Disk(self.journals, self.undo)
        self.environment.update(
            LD_PRELOAD=library, CHAOS_FILES=self.journals, CHAOS_UNDO=self.undo)
        if self.weakness:
            self.environment["CAIRN_WEAKENED"] = self.weakness
            self.link_weakened()

    def link_weakened(self):
        """Puts what can do without a promise in the place of the services that can.

        Whoever starts them looks beside itself: so all programs stand in a folder of their own. They
        are hard links, on the disk of the build, for a process knows its own file by one.
        """
        programs, self.links = self.programs, tempfile.mkdtemp(prefix="weakened-", dir=self.programs)
        for name in os.listdir(programs):
            path = f"{programs}/{name}"
            if name.startswith("cairn") and os.path.isfile(path) and os.access(path, os.X_OK):
                source = f"{programs}/cairn-weakened" if name in WEAKENED else path
                os.link(os.path.realpath(source), f"{self.links}/{name}")
        self.programs = self.links

    def move(self, identity, address):
        """Lets an identity reach the hub at an address, as behind a join bundle."""
        path = f"{self.folder}/keys/{identity}.json"
        with open(path, encoding="utf-8") as file:
            stored = json.load(file)
        stored["address"] = address
        with open(path, "w", encoding="utf-8") as file:
            json.dump(stored, file)

    def run(self, *arguments, seconds=200, check=True):
        """A command of the tool; what it printed."""
        process = subprocess.run(
            [f"{self.programs}/cairn", *arguments], capture_output=True, text=True,
            timeout=seconds, env=self.environment, check=False)
        if check and process.returncode != 0:
            raise Trouble(f"cairn {arguments[0]}: {process.returncode}: {process.stderr.strip()}")
        return process.stdout

    def exported(self, identity):
        """A journal as lines of JSON; the clinic is down."""
        return self.run("journal", "export", identity, "--clinic", self.folder)

    def up(self):
        if self.weakness is None:
            self.run("up", self.folder, "--simulate", "--wait", "170")
        else:
            # Who lost facts may say so, and not become ready: what is left is judged all the same.
            self.run("up", self.folder, "--simulate", "--wait", "30", check=False)

    def down(self):
        self.run("down", self.folder, check=False)

    def members(self):
        """Who runs on the folder now: number by identity."""
        return members(self.folder)

    def end_all(self):
        """Kills what runs, whatever state it is in."""
        for _ in range(100):
            members = self.members()
            if not members:
                return
            # The guard and the supervisor first: who restarts others must not see them go.
            for identity in sorted(members, key=lambda name: name not in (GUARD, "supervisor")):
                send(members[identity], signal.SIGKILL)
            time.sleep(0.05)
        raise Trouble("processes of the clinic cannot be killed")

    def leave(self):
        """Leaves nothing behind."""
        self.end_all()
        if self.disk is not None:
            self.disk.unmount()
        shutil.rmtree(self.place, ignore_errors=True)
        if self.links is not None:
            shutil.rmtree(self.links, ignore_errors=True)


def send(pid, number):
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False


def wait_ended(pid, seconds=20):
    end = time.monotonic() + seconds
    while not is_ended(pid):
        if time.monotonic() > end:
            raise Trouble(f"process {pid} does not end")
        time.sleep(0.005)
