"""The therapies that were approved, when, and what each has recorded."""

import json
from collections import defaultdict

from .people import HEARING
from .reading import HOUR


class Therapy:
    """One therapy: its contracts in order, and the spans in which it was approved."""

    def __init__(self):
        #: When it was approved, at which position of the ledger, and the contract that was.
        self.contracts = []
        #: When it was disabled or removed, and at which position.
        self.ends = []
        #: The hashes of what was approved, with the contract of each.
        self.contents = {}

    def contract_at(self, time):
        """The contract that was approved last at a time; `None` where none was, or not any more.

        A host may hear of it within the hour, and finishes what it has begun."""
        known = [(at, contract) for at, _, contract in self.contracts if at <= time + HEARING]
        if not known:
            return None
        at, contract = known[-1]
        if any(at <= end and end + HOUR < time for end, _ in self.ends):
            return None
        return contract


class Therapies:
    def __init__(self, history):
        self.by_id = defaultdict(Therapy)
        for event in sorted(
                history.of("supervisor.plugin.approved", "supervisor.plugin.disabled",
                           "supervisor.plugin.removed"), key=lambda event: event.sequence):
            own = self.by_id[event["plugin"]]
            if event.fact == "approved":
                own.contracts.append(
                    (event.time, event.position, as_contract(event["contract"])))
                own.contents[event["hash"]] = own.contracts[-1][2]
            else:
                own.ends.append((event.time, event.position))
        taken = [event for event in history.events
                 if event.kind == f"{event.owner}.therapy.contract-taken"]
        hosted = {event.owner for event in taken}
        #: By the event with which a host took a contract: what that content was.
        self.taken = {event.id: event["hash"] for event in taken}
        #: Those that were approved, and those that ran: whoever took a contract, approved or not.
        self.owners = sorted(hosted | set(self.by_id))
        self.told = {owner: [] for owner in self.owners}
        for event in history.events:
            if event.owner in self.told and event.retraction is None:
                self.told[event.owner].append(event)

    def __iter__(self):
        """Each with its events, in their order."""
        for owner in self.owners:
            yield owner, self.by_id[owner], self.told[owner]


def as_contract(told):
    """A contract may stand as an object or as the text of one."""
    return json.loads(told) if isinstance(told, str) else told


def facts_of(contract):
    return {fact["name"]: fact for fact in contract.get("facts", [])}


def practices_of(contract):
    return {practice["name"] for practice in contract.get("practice", [])}


def curricula_of(contract):
    return contract.get("curriculum", [])
