"""What is to happen, drawn from a seed alone: no clock and no outcome has a say in it."""

import random

from .clinic import SERVICES

PROCESSES = SERVICES + ["cbt", "simulator", "hub"]
#: Who reaches the hub through a proxy.
WIRED = ["scheduler", "aftercare"]
JOURNALS = SERVICES + ["cbt", "simulator", "supervisor"]

KINDS = ["kill", "kill-pair", "kill-hub", "kill-supervisor", "pause", "pause-hub", "restart-hub",
         "restart-service", "frozen-viewers", "cut-wire", "dead-wire", "full-disk", "disk-fault",
         "power-cut", "power-cut-all", "clock-jump", "clock-back"]


def fault(kind, chance):
    """One fault of a kind: its target, its strength, and how long it lasts, in seconds."""
    step = {"kind": kind, "pause": round(chance.uniform(0.4, 2.0), 2)}
    lasting = round(chance.uniform(1.0, 4.0), 2)
    if kind == "kill":
        step["target"] = chance.choice(SERVICES + ["cbt", "simulator"])
    elif kind == "pause":
        step.update(target=chance.choice(SERVICES + ["simulator", "supervisor"]), seconds=lasting)
    elif kind == "pause-hub":
        step["seconds"] = lasting
    elif kind == "restart-service":
        step["target"] = chance.choice(SERVICES)
    elif kind == "frozen-viewers":
        step.update(count=chance.randint(2, 6), seconds=lasting)
    elif kind == "cut-wire":
        step.update(target=chance.choice(WIRED), seconds=lasting)
    elif kind == "dead-wire":
        step["target"] = chance.choice(WIRED)
    elif kind == "full-disk":
        step["seconds"] = lasting
    elif kind == "disk-fault":
        step.update(target=chance.choice(JOURNALS), seconds=lasting,
                    error=chance.choice(["EIO", "EROFS", "ENOSPC", "SYNC"]))
    elif kind == "power-cut":
        step.update(target=chance.choice(SERVICES + ["cbt", "simulator"]),
                    kept=chance.choice([0.0, 0.0, 0.5, 0.9]))
    elif kind == "power-cut-all":
        step["kept"] = chance.choice([0.0, 0.0, 0.5, 0.9])
    elif kind == "clock-jump":
        step["hours"] = chance.choice([3, 12, 24, 48])
    elif kind == "clock-back":
        step["hours"] = -chance.choice([1, 24, 400])
    return step


def faults(seed, kinds=None):
    """Faults without end: every kind once, in any order, before one comes again."""
    chance = random.Random(f"nemesis {seed}")
    while True:
        deck = list(kinds or KINDS)
        chance.shuffle(deck)
        for kind in deck:
            yield fault(kind, chance)
