"""Rewards for drug-free tests: each in a row earns more, and one that is not begins it again.

The schedule is that of Higgins et al. 1994 (from memory): a step more for each drug-free test in a
row, a bonus for three, the first value again after one that is not, and the old value back after
five in a row. What a client earns in a year is limited by the clinic's configuration.
"""

from cairn_therapy import CloseDuty, Duty, Record, Therapy, run

#: What counts as use. Prescribed medication never does: `unexpected` leaves it out.
STIMULANTS = {"amphetamines", "cocaine", "methamphetamine"}
BONUS_CENTS, BONUS_EACH, RESTORED_AFTER = 1_000, 3, 5
#: A second result of a test counts no more; so many tests are remembered for each client.
REMEMBERED = 32


class ContingencyManagement(Therapy):
    def initial(self):
        return {"clients": {}}

    def apply(self, state, fact):
        if fact.client is None:
            return
        client = state["clients"].setdefault(
            fact.client, {"streak": 0, "before": 0, "earned": {}, "tests": [], "counted": None})
        if fact.type == "treatment.urine-test.resulted":
            if fact.data["test"] not in client["tests"]:
                self._count(client, is_free=STIMULANTS.isdisjoint(fact.data["unexpected"]))
                client["tests"] = [*client["tests"], fact.data["test"]][-REMEMBERED:]
                client["counted"] = fact.id
        elif fact.type == "treatment.urine-test.collection-recorded":
            if fact.data["outcome"] in ("refused", "missed"):
                self._count(client, is_free=False)
        elif fact.type == "contingency.record.added" and fact.data["name"] == "reward-earned":
            year, cents = str(fact.data["data"]["year"]), fact.data["data"]["cents"]
            client["earned"][year] = client["earned"].get(year, 0) + cents

    @staticmethod
    def _count(client, is_free):
        if not is_free:
            client["before"] = max(client["before"], client["streak"])
            client["streak"] = 0
            return
        client["streak"] += 1
        if client["streak"] == RESTORED_AFTER:
            client["streak"] = max(client["streak"], client["before"])
            client["before"] = 0

    def happened(self, state, fact, context):
        client, settings = state["clients"][fact.client], context.configuration
        streak = client["streak"]
        if client["counted"] != fact.id or streak == 0:
            return
        cents = settings["firstCents"] + settings["stepCents"] * (streak - 1)
        cents += BONUS_CENTS if streak % BONUS_EACH == 0 else 0
        left = settings["rewardCap"] * 100 - client["earned"].get(str(fact.date.year), 0)
        cents = min(cents, left)
        if cents > 0:
            yield Record(
                "reward-earned", {"cents": cents, "streak": streak, "year": fact.date.year},
                fact.client)
            yield Duty(
                fact.client, "give-reward", ["case-manager"], 8,
                "Give the client the reward that was earned, and record it.")

    def recorded(self, state, name, fact, context):
        if name == "reward-given":
            yield CloseDuty(fact.client, "give-reward")


if __name__ == "__main__":
    run(ContingencyManagement)
