"""Rewards for drug-free tests: each in a row earns more, and one that is not begins it again.

The schedule is that of Higgins et al. 1994 (from memory); docs/plugins/therapies/contingency.md says
what earns what, and what becomes of a reward whose test is corrected.
"""

import datetime

from cairn_therapy import CloseDuty, Duty, Record, Therapy, run

#: What counts as use. Prescribed medication never does: `unexpected` leaves it out.
STIMULANTS = {"amphetamines", "cocaine", "methamphetamine"}
BONUS_EACH, RESTORED_AFTER = 3, 5
#: So many tests of a client can still be corrected; older ones stand as they were.
REMEMBERED = 64
FREE, USE, SAYS_NOTHING = "free", "use", "says-nothing"
NOBODY = {"tests": [], "base": [0, 0, 0], "first": None, "paid": {}, "years": {}, "given": 0,
          "isAsked": False}


class ContingencyManagement(Therapy):
    def initial(self):
        return {"clients": {}}

    # What is remembered.

    def apply(self, state, fact):
        if fact.client is None:
            return
        client = state["clients"].setdefault(
            fact.client, {name: _copied(part) for name, part in NOBODY.items()})
        if fact.type.startswith("treatment.urine-test."):
            _take(client, fact)
        elif fact.type == "contingency.record.added":
            _account(client, fact.data["name"], fact.data["data"])
        elif fact.type in ("contingency.act.duty-asked", "contingency.act.duty-ended"):
            client["isAsked"] = fact.type.endswith("asked")

    # What follows.

    def happened(self, state, fact, context):
        if fact.type == "supervisor.clock.day-began":
            for name, client in sorted(state["clients"].items()):
                yield from _asked(name, client, _owed(client))
            return
        client = state["clients"][fact.client]
        place = next(
            (at for at, test in enumerate(client["tests"]) if test["id"] == fact.data["test"]),
            None)
        if place is None:
            return
        paid = client["paid"].get(fact.data["test"])
        is_free = _outcome(client["tests"][place]) == FREE
        if is_free and paid is None:
            yield from self._reward(client, place, fact, context)
        elif not is_free and paid is not None:
            yield Record("reward-withdrawn", {
                "test": fact.data["test"], "cents": paid[0], "year": paid[1]}, fact.client)
            if client["isAsked"] and _owed(client) - paid[0] <= 0:
                yield CloseDuty(fact.client, "give-reward")

    def _reward(self, client, place, fact, context):
        settings = context.configuration
        end = datetime.date.fromisoformat(client["first"]) + datetime.timedelta(
            weeks=settings["weeks"])
        row, step = _standing(client, place)
        year = fact.date.year
        left = settings["reward-cap"] * 100 - client["years"].get(str(year), 0)
        cents = settings["first-cents"] + settings["step-cents"] * (step - 1)
        cents += settings["bonus-cents"] if row % BONUS_EACH == 0 else 0
        cents = min(cents, left)
        if cents <= 0 or fact.date >= end:
            return
        yield Record("reward-earned", {
            "test": fact.data["test"], "cents": cents, "row": row, "year": year}, fact.client)
        yield from _asked(fact.client, client, _owed(client) + cents)

    def recorded(self, state, name, fact, context):
        client = state["clients"].get(fact.client)
        if name == "reward-given" and client["isAsked"] and _owed(client) <= 0:
            yield CloseDuty(fact.client, "give-reward")


def _asked(name, client, owed):
    """The duty to hand over what is owed, unless somebody has it already."""
    if owed > 0 and not client["isAsked"]:
        yield Duty(
            name, "give-reward", ["case-manager"], 8,
            "Give the client the reward that was earned, and record it.")


def _owed(client):
    return sum(cents for cents, _ in client["paid"].values()) - client["given"]


def _account(client, name, data):
    if name == "reward-earned":
        client["paid"][data["test"]] = [data["cents"], data["year"]]
        sign = 1
    elif name == "reward-withdrawn":
        client["paid"].pop(data["test"], None)
        sign = -1
    else:
        client["given"] += data["cents"]
        return
    year = str(data["year"])
    client["years"][year] = client["years"].get(year, 0) + sign * data["cents"]


def _take(client, fact):
    """Keeps what was said of a test: its collection, its results, and a person's judgement."""
    test = next((one for one in client["tests"] if one["id"] == fact.data["test"]), None)
    if test is None:
        test = {"id": fact.data["test"]}
        client["tests"].append(test)
        if len(client["tests"]) > REMEMBERED:
            client["base"] = list(_counted(client["base"], client["tests"].pop(0)))
    if fact.type.endswith(".collection-recorded"):
        test["collection"] = fact.data["outcome"]
    elif fact.type.endswith(".judged"):
        test["judged"] = fact.data["judgement"]
    elif fact.type.endswith(".resulted"):
        test[fact.data["stage"]] = STIMULANTS.isdisjoint(fact.data["unexpected"])
    if client["first"] is None and _outcome(test) != SAYS_NOTHING:
        client["first"] = fact.date.isoformat()


def _outcome(test):
    """What a test says: the judgement above the laboratory, and that above the first look."""
    if test.get("judged") == "return-to-use":
        return USE
    is_free = test.get("confirmed", test.get("presumptive"))
    is_no_use = test.get("judged") == "no-use"
    if is_free is not None:
        return FREE if is_free or is_no_use else USE
    is_away = test.get("collection") in ("refused", "missed")
    return USE if is_away and not is_no_use else SAYS_NOTHING


def _counted(standing, test):
    """Row, step of the reward, and the step to come back to, after one more test."""
    row, step, before = standing
    outcome = _outcome(test)
    if outcome == USE:
        return 0, 0, max(before, step)
    if outcome == FREE:
        row, step = row + 1, step + 1
        if row == RESTORED_AFTER:
            step, before = max(step, before), 0
    return row, step, before


def _standing(client, place):
    """How many in a row there are with the test at a place, and its step."""
    standing = client["base"]
    for test in client["tests"][:place + 1]:
        standing = _counted(standing, test)
    return standing[0], standing[1]


def _copied(part):
    return part.copy() if isinstance(part, (list, dict)) else part


if __name__ == "__main__":
    run(ContingencyManagement)
