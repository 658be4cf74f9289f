#!/usr/bin/env python3
"""Chaos: a clinic of real processes under a load, and a nemesis that a seed drives.

Exit codes: 0 every promise was kept, 1 one was broken, 2 nothing is proved either way.
"""

import argparse
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter

from judge.outages import outages
from judge.reading import Unreadable, read_run
from judge.rules import RULES
from rig import disk
from rig.clinic import KEEPERS, Clinic, Trouble
from rig.journal import Log, milliseconds
from rig.load import Asker, Population
from rig.nemesis import Nemesis
from rig.proxy import Proxy
from rig.schedule import KINDS, WIRED, faults
from rig.tap import Tap

KEPT, BROKEN, UNPROVED = 0, 1, 2
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))


def main(arguments=None):
    options = parse(arguments)
    if options.list:
        for step in itertools.islice(faults(options.seed, options.kinds), options.faults or 50):
            print(json.dumps(step, sort_keys=True))
        return KEPT
    if options.prove:
        return prove(options)
    # Where it is not granted, neither is the mount, and the report says so.
    disk.in_own_namespace()
    # Short, and not in the project: a socket's path has 107 bytes.
    place = tempfile.mkdtemp(prefix="cairn-chaos-", dir="/tmp")
    clinic = Clinic(ROOT, options.programs, place, options.seed, options.weaken)
    # Whoever ends this process ends what it started, too.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(UNPROVED))
    clear_up_after_a_kill(clinic)
    run = Run(clinic, options)
    try:
        return run.go()
    except Trouble as trouble:
        print(f"chaos: {trouble}", file=sys.stderr)
        run.keep_logs()
        return UNPROVED
    finally:
        clinic.leave()


#: Each promise that `cairn-weakened` can do without, and the faults that show what it is worth.
WEAKNESSES = {"dedupe": ["pause"], "outbox": ["kill-pair"], "repair": ["kill"],
              "fsync": ["power-cut-all"]}


def prove(options):
    """Switches each promise off in turn: a proof that cannot fail proves nothing."""
    code = KEPT
    for weakness, kinds in WEAKNESSES.items():
        verdict = subprocess.run(
            [sys.executable, "-B", __file__, "--weaken", weakness, "--kinds", ",".join(kinds),
             "--faults", "3", "--seed", options.seed, "--patience", "10", "--programs",
             options.programs], check=False, stdout=subprocess.PIPE, text=True)
        broken = sorted({line.split(":")[0] for line in verdict.stdout.splitlines()
                         if ": " in line and not line.startswith(" ")}
                        & {rule.__name__.replace("_", "-") for rule in RULES})
        if verdict.returncode == BROKEN:
            print(f"without {weakness}: found out by {', '.join(broken)}")
        else:
            code = BROKEN
            print(f"without {weakness}: NOT FOUND OUT\n{verdict.stdout}")
    return code


def clear_up_after_a_kill(clinic):
    """Leaves a process behind that waits for the end of this one, and clears up if it was sudden.

    It is told by a pipe whose other end nobody else has.
    """
    read, write = os.pipe()
    if os.fork() != 0:
        os.close(read)
        return
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    os.close(write)
    # Whoever reads what this program prints waits for all who could print.
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    os.read(read, 1)
    if os.path.exists(clinic.place):
        clinic.leave()
    os._exit(0)


class Run:
    """One run, from an empty folder to a verdict."""

    def __init__(self, clinic, options):
        self.clinic, self.options = clinic, options
        self.files = options.keep or f"{clinic.place}/files"
        os.makedirs(self.files, exist_ok=True)
        self.proxies, self.askers, self.logs = {}, [], []

    def go(self):
        begun = time.monotonic()
        self.prepare()
        try:
            self.disturb()
            marks = self.settle()
        finally:
            for proxy in self.proxies.values():
                proxy.heal()
        self.finish()
        verdict = worse(self.judge(), BROKEN if self.unreadable() else KEPT)
        self.report(time.monotonic() - begun, verdict, marks)
        return verdict

    def log(self, name, **settings):
        log = Log(f"{self.files}/{name}.jsonl", **settings)
        self.logs.append(log)
        return log

    def prepare(self):
        clinic = self.clinic
        library = disk.build(f"{HERE}/disk.c", clinic.place)
        clinic.make(library)
        slots = self.slots()
        for identity in WIRED:
            proxy = Proxy(clinic.folder, identity, slots[identity])
            proxy.start()
            self.proxies[identity] = proxy
            clinic.move(identity, proxy.address)
        clinic.up()
        self.tap = Tap(clinic.folder, self.log("tap", is_synced=False), self.log("outages"))
        if not self.tap.peer.join(10):
            raise Trouble("the tap could not join")
        self.tap.start()
        self.given = self.log("load")
        population = Population(self.options.clients)
        for staff in ("fd1", "t01", "dir", "cm1"):
            self.askers.append(Asker(clinic.folder, staff, self.options.seed, self.given,
                                     population, self.tap, self.options.pace))
        # Of the nemesis; it shares a key with one of them, and no id.
        self.clock = Asker(clinic.folder, "dir", f"{self.options.seed} clock", self.given,
                           population, self.tap, self.options.pace)

    def slots(self):
        with open(f"{self.clinic.folder}/keys/access.json", encoding="utf-8") as file:
            return {peer["identity"]: peer["slot"] for peer in json.load(file)["peers"]}

    def disturb(self):
        options = self.options
        self.nemesis = Nemesis(
            self.clinic, self.proxies, self.tap, self.clock, self.log("nemesis"))
        for asker in self.askers:
            asker.start()
        steps = faults(options.seed, options.kinds)
        if options.faults:
            steps = itertools.islice(steps, options.faults)
        until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
        self.nemesis.run(self.rescuing(steps), until)

    def rescuing(self, steps):
        for step in steps:
            self.nemesis.rescue(self.tap.beats())
            yield step

    def settle(self):
        """Waits until all is ready and whole, gives a last command to each, and waits again."""
        self.nemesis.heal(everything=True)
        self.clinic.disk.mend()
        for asker in self.askers:
            asker.stop()
        self.wait_whole()
        # A fresh client, and an hour that everyone must hear of.
        marks = self.last(lambda: self.clock.registration("c-x-last-1"), 1)
        # The simulator may have struck that hour meanwhile: then the next.
        marks += self.last(lambda: self.clock.advance(1), 5)
        self.is_whole = self.wait_whole()
        beats = {name: beat for name, (_, beat) in self.tap.beats().items()}
        with open(f"{self.files}/heartbeats.json", "w", encoding="utf-8") as file:
            json.dump(beats, file, sort_keys=True)
        return marks

    def last(self, make, tries):
        """Gives a command when all is over; 1 if it was accepted."""
        for _ in range(tries):
            commission = make()
            answer = commission and self.clock.give(commission, 20, mark="last")
            if answer and answer["outcome"] == "accepted":
                return 1
            self.clock.listen(0.5)
        return 0

    def wait_whole(self):
        end = time.monotonic() + self.options.patience
        while time.monotonic() < end:
            beats = self.tap.beats()
            if not lacking(beats):
                return True
            self.nemesis.rescue(beats)
            self.clock.listen(0.1)
        return False

    def finish(self):
        self.export_history()
        self.tap.stop()
        self.clock.peer.close()
        self.clinic.down()
        self.clinic.end_all()
        for log in self.logs:
            log.close()
        self.keep_logs()
        for identity in KEEPERS:
            with open(f"{self.files}/{identity}.jsonl", "w", encoding="utf-8") as file:
                file.write(self.clinic.exported(identity))

    def keep_logs(self):
        if self.options.keep and os.path.isdir(f"{self.clinic.folder}/logs"):
            shutil.copytree(f"{self.clinic.folder}/logs", f"{self.files}/logs", dirs_exist_ok=True)

    def export_history(self):
        """For the checker of the clinic's own rules."""
        if self.options.weaken:
            return
        try:
            self.clinic.run(
                "export", "--clinic", self.clinic.folder, "--output",
                f"{self.files}/history.jsonl", "--clinic-json", f"{self.files}/checked-clinic.json",
                "--heads", f"{self.files}/heads.json")
        except Trouble as trouble:
            print(f"chaos: no history: {trouble}", file=sys.stderr)

    def unreadable(self):
        """What came over the bus and broke a rule of the protocol, by reason."""
        peers = [self.tap.peer, self.clock.peer] + [asker.peer for asker in self.askers]
        return sum((peer.arrivals.dropped for peer in peers), Counter())

    def judge(self):
        verdict = subprocess.run(
            [sys.executable, "-B", f"{HERE}/check_chaos.py", self.files], check=False).returncode
        if self.options.weaken:
            return verdict
        rules = subprocess.run(
            [sys.executable, "-B", f"{ROOT}/Tests/Proof/Checker/check_history.py",
             f"{self.files}/history.jsonl", "--clinic", f"{self.files}/checked-clinic.json", "--heads",
             f"{self.files}/heads.json", "--people", f"{self.files}/people.txt"],
            check=False).returncode
        return worse(verdict, rules)

    def report(self, seconds, verdict, marks):
        counts = {"invoked": 0, "accepted": 0, "refused": 0, "unknown": 0}
        answered, unknown = {}, set()
        with open(f"{self.files}/load.jsonl", encoding="utf-8") as file:
            for line in map(json.loads, file):
                if line["what"] == "invoke":
                    counts["invoked"] += 1
                elif line["what"] == "answer":
                    answered.setdefault(line["id"], line["outcome"])
                else:
                    unknown.add(line["id"])
        for outcome in answered.values():
            counts[outcome] += 1
        counts["unknown"] = len(unknown - answered.keys())
        counters = self.tap.counters()
        nemesis = self.nemesis
        lines = [
            f"chaos, seed {self.options.seed}: {seconds:.0f} s, "
            f"{sum(nemesis.done.values())} faults"]
        lines += [f"  {kind:<16} {nemesis.done[kind]}"
                  + (f" ({nemesis.skipped[kind]} hit nothing)" if nemesis.skipped[kind] else "")
                  for kind in KINDS if nemesis.done[kind] or nemesis.skipped[kind]]
        lines += [
            "disk: " + ("one of its own, filled" if self.clinic.disk.is_own else
                        "ENOSPC by interposer: no mount is allowed here"),
            "commands: " + ", ".join(f"{count} {name}" for name, count in counts.items()),
            f"events seen: {self.tap.events}; "
            f"unreadable: {dict(self.unreadable()) or 'nothing'}",
            f"repairs: {counters.get('reader-holes', 0)} holes, "
            f"{counters.get('reader-repaired', 0)} events fetched, "
            f"{counters.get('reader-caught-up', 0)} caught up, "
            f"{counters.get('reader-repeats', 0)} repeats dropped",
            f"writes lost to power cuts: {nemesis.writes_lost}; "
            f"started by an operator: {nemesis.rescues}",
            *outage_lines(self.files),
            f"slowest answer: {max(asker.slowest for asker in self.askers):.1f} s",
            f"cases put down to people: {people_count(self.files)}",
            f"last commands accepted: {marks}; whole at the end: "
            f"{'yes' if self.is_whole else 'NO'}",
            f"verdict: {('kept', 'BROKEN', 'not proved')[verdict]}"]
        text = "\n".join(lines)
        with open(f"{self.files}/report.txt", "w", encoding="utf-8") as file:
            file.write(text + "\n")
        print(text)


def worse(verdict, other):
    """Of two exit codes the one that counts: what is broken is, whatever else is not proved."""
    if BROKEN in (verdict, other):
        return BROKEN
    return KEPT if (verdict, other) == (KEPT, KEPT) else UNPROVED


def outage_lines(files):
    """Of each process the outage that went furthest beyond its faults."""
    try:
        found = outages(read_run(files))
    except Unreadable as error:
        return [f"outages: not known: {error}"]
    worst = {}
    for outage in found:
        if outage.identity not in worst or outage.beyond > worst[outage.identity].beyond:
            worst[outage.identity] = outage
    longest = max((outage.length for outage in found), default=0)
    return [f"longest outage: {longest / 1000:.1f} s; of each process the furthest beyond faults:"
            ] + [f"  {outage}" for outage in sorted(
                worst.values(), key=lambda outage: -outage.beyond)]


def people_count(files):
    """How many cases the checker of the clinic's own rules put down to people."""
    try:
        with open(f"{files}/people.txt", encoding="utf-8") as file:
            return sum(1 for _ in file)
    except OSError:
        return "not known"


def lacking(beats):
    """Who is not ready, or not whole; empty when nobody is."""
    missing = [name for name in KEEPERS + ["hub"]
               if name not in beats or beats[name][0] > 3 or beats[name][1]["state"] != "ready"]
    if missing:
        return missing
    heads = {stream: head["sequence"] for _, beat in beats.values()
             for stream, head in beat.get("heads", {}).items()}
    for name, (_, beat) in beats.items():
        if beat.get("queued"):
            missing.append(name)
        for stream, position in beat.get("positions", {}).items():
            if position < heads.get(stream, 0):
                missing.append(f"{name} of {stream}")
    return missing


def parse(arguments):
    parser = argparse.ArgumentParser(prog="deploy/chaos", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, help="how long to strike")
    parser.add_argument("--faults", type=int, help="how many faults, instead of a time")
    parser.add_argument("--seed", default="1", help="what all chance comes from")
    parser.add_argument("--kinds", type=lambda text: text.split(","),
                        help=f"only these faults, of {','.join(KINDS)}")
    parser.add_argument("--pace", type=float, default=0.15,
                        help="mean pause of an asker, in seconds")
    parser.add_argument("--clients", type=int, default=40, help="most clients to register")
    parser.add_argument("--patience", type=float, default=120,
                        help="how long to wait for all to be whole, in seconds")
    parser.add_argument("--weaken", help="switch one promise off: the checker must then fail")
    parser.add_argument("--prove", action="store_true",
                        help="switch each promise off in turn, and expect the checker to fail")
    parser.add_argument("--keep", help="a folder for logs, journals and report")
    parser.add_argument("--list", action="store_true", help="only say what would happen")
    parser.add_argument("--programs", default=f"{ROOT}/.build/debug", help="where cairn is")
    options = parser.parse_args(arguments)
    unknown = set(options.kinds or []) - set(KINDS)
    if unknown:
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    if not options.minutes and not options.faults:
        options.minutes = 1.0
    if options.keep:
        options.keep = os.path.abspath(options.keep)
    return options


if __name__ == "__main__":
    sys.exit(main())
