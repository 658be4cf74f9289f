"""The promises. Each rule looks at a run and says what it found broken."""

import json
from collections import defaultdict

from .outages import LONGEST, outages
from .reading import IDENTITY, ORIGIN, chain_hash


class Findings:
    """What one rule looked at, and what it found broken."""

    def __init__(self, rule):
        self.rule, self.checked, self.violations = rule, 0, []

    def broken(self, text):
        self.violations.append(f"{self.rule}: {text}")


def whole_chains(run, found):
    """Each stream runs from 1 without holes or repeats, each event bound to the one before it."""
    for journal in run.journals.values():
        last, position, ids = {}, 0, set()
        for entry in journal.entries:
            found.checked += 1
            if entry.position <= position:
                found.broken(f"{journal.identity}: position {entry.position} after {position}")
            position = entry.position
            if not entry.is_own or not entry.is_event:
                continue
            if entry.owner != journal.identity:
                found.broken(f"{journal.identity} has {entry} as its own")
            sequence, digest = last.get(entry.stream, (0, ORIGIN))
            if entry.sequence != sequence + 1:
                found.broken(f"{entry} follows {sequence}")
            if entry.told["prevhash"] != digest:
                found.broken(f"{entry} is not bound to the event before it")
            if entry.id in ids:
                found.broken(f"{entry} has the id of another event")
            ids.add(entry.id)
            last[entry.stream] = (entry.sequence, chain_hash(entry))
        if last != journal.heads:
            found.broken(f"{journal.identity}: heads {sorted(journal.heads)} are not its last events")
        if journal.count != len(journal.entries):
            found.broken(f"{journal.identity}: {len(journal.entries)} of {journal.count} entries")


def acknowledged_once(run, found):
    """What was accepted took effect exactly once: the events of the answer, all, in one piece."""
    for commission in run.commissions.values():
        for answer in commission.answers:
            found.checked += 1
            journal = run.journals.get(answer["by"])
            if answer["by"] != commission.receiver or journal is None:
                found.broken(f"{commission.id} was answered by {answer['by']}")
            elif answer["outcome"] == "accepted":
                done = journal.effects(commission.id)
                if done != answer["events"]:
                    found.broken(f"{commission.id} ({commission.type}) was accepted with "
                                 f"{len(answer['events'])} events; the journal has {len(done)}")


def one_answer(run, found):
    """Whoever asks again is told the same: a refusal that was recorded stays one."""
    for commission in run.commissions.values():
        accepted = [answer for answer in commission.answers if answer["outcome"] == "accepted"]
        found.checked += len(commission.answers)
        if any(answer["events"] != accepted[0]["events"] for answer in accepted):
            found.broken(f"{commission.id} ({commission.type}) was accepted twice")
        seen_accepted = False
        for answer in commission.answers:
            if seen_accepted and answer["outcome"] != "accepted":
                found.broken(f"{commission.id} ({commission.type}) was refused after it was "
                             "accepted")
            seen_accepted = seen_accepted or answer["outcome"] == "accepted"


def never_partly(run, found):
    """An effect has a receipt that names all of it; without an effect there is none."""
    for commission in run.commissions.values():
        journal = run.journals.get(commission.receiver)
        if journal is None:
            continue
        found.checked += 1
        done = journal.effects(commission.id)
        receipt = journal.receipts.get((commission.asker, commission.id))
        events = receipt["events"] if receipt and receipt["outcome"] == "accepted" else []
        if done != events:
            found.broken(f"{commission.id} ({commission.type}): the receipt names {len(events)} "
                         f"events; the journal has {len(done)}")
        heard = {answer["outcome"] for answer in commission.answers}
        if receipt is None and "accepted" in heard:
            found.broken(f"{commission.id} ({commission.type}) was accepted and has no receipt")
        if receipt and receipt["outcome"] == "refused" and "accepted" in heard:
            found.broken(f"{commission.id} ({commission.type}) was accepted; the receipt refuses")
    for journal in run.journals.values():
        for asker, message in journal.repeated_receipts:
            found.broken(f"{journal.identity} has two receipts of {message} by {asker}")


def in_one_piece(run, found):
    """The events of one cause stand side by side: nothing was handled a second time."""
    for journal in run.journals.values():
        for cause, entries in journal.by_cause.items():
            found.checked += 1
            first, last = entries[0].position, entries[-1].position
            if last - first + 1 != len(entries):
                found.broken(f"{journal.identity} handled {cause} more than once: events at "
                             f"{first} to {last}")


def nothing_vanished(run, found):
    """What was seen published is in its owner's journal, byte for byte."""
    for message in run.seen:
        if not message.is_event:
            continue
        found.checked += 1
        journal = run.journals.get(message.owner)
        kept = journal and journal.published.get((message.stream, message.sequence))
        if kept is None:
            found.broken(f"{message} was published and is in no journal")
        elif kept.bytes != message.bytes:
            found.broken(f"{message} was published with other bytes than the journal has")


def readers_in_order(run, found):
    """What a reader noted of a stream is in order, without repeats, and as its owner has it."""
    for journal in run.journals.values():
        last = {}
        for entry in journal.entries:
            if entry.is_own or not entry.is_event:
                continue
            found.checked += 1
            owner = run.journals.get(entry.owner)
            kept = owner and owner.published.get((entry.stream, entry.sequence))
            if kept is None:
                found.broken(f"{journal.identity} noted {entry}, which its owner does not have")
            elif kept.bytes != entry.bytes:
                found.broken(f"{journal.identity} noted {entry} with other bytes")
            if entry.sequence <= last.get(entry.stream, 0):
                found.broken(f"{journal.identity} noted {entry} after "
                             f"{last[entry.stream]}")
            last[entry.stream] = entry.sequence


def ledger_is_whole(run, found):
    """The ledger has every event that may be sent, up to where its owner stood at the end."""
    ledger = run.journals.get("ledger")
    if ledger is None:
        return
    noted = defaultdict(dict)
    for entry in ledger.entries:
        if entry.is_event and not entry.is_own:
            noted[entry.stream][entry.sequence] = entry
            if entry.stream == IDENTITY:
                found.broken("the ledger has names and contacts")
    heads = heads_at_end(run)
    for journal in run.journals.values():
        for (stream, sequence), entry in journal.published.items():
            if stream == IDENTITY or sequence > heads.get(stream, (0, None))[0]:
                continue
            found.checked += 1
            if sequence not in noted[stream]:
                found.broken(f"the ledger lacks {entry}")


def nobody_deaf(run, found):
    """At the end everyone is ready, and has read every stream up to its head."""
    heads = heads_at_end(run)
    for name in sorted(run.journals.keys() | {"hub"}):
        found.checked += 1
        beat = run.beats.get(name)
        if beat is None:
            found.broken(f"{name} was not heard at the end")
        elif beat["state"] != "ready":
            found.broken(f"{name} is {beat['state']} at the end")
    for name, journal in run.journals.items():
        told = run.beats.get(name, {}).get("positions", {})
        for stream in sorted(told.keys() | journal.cursors.keys()):
            head = heads.get(stream)
            if head is None:
                continue
            found.checked += 1
            sequence, digest = journal.cursors.get(stream, (0, ORIGIN))
            if sequence < head[0]:
                found.broken(f"{name} has read {stream} to {sequence} of {head[0]}")
            owner = run.journals.get(stream.split(".")[0])
            kept = owner and owner.published.get((stream, sequence))
            if sequence and (kept is None or chain_hash(kept) != digest):
                found.broken(f"{name} stands at {stream} {sequence}, which its owner does not have")


def heads_at_end(run):
    """What the owners said last, as the rig heard it; never above what they have."""
    return {stream: (head["sequence"], head["hash"]) for name, beat in run.beats.items()
            for stream, head in beat.get("heads", {}).items() if stream.split(".")[0] == name}


def last_commands(run, found):
    """Of each kind of command that was given when all was over, one was accepted."""
    kinds = defaultdict(bool)
    for commission in run.commissions.values():
        if commission.mark == "last":
            found.checked += 1
            kinds[commission.type] |= any(
                answer["outcome"] == "accepted" for answer in commission.answers)
    for kind, is_accepted in kinds.items():
        if not is_accepted:
            found.broken(f"{kind}, given at the end, was not accepted")
    if not kinds:
        found.broken("no command was given at the end")


#: How long after a disk's fault a process may still refuse, in milliseconds.
REFUSING = 15_000
#: Whoever wishes an hour wishes it anew until this long after it was wished first, at the most.
WISHING = 30_000


def outbox_settled(run, found):
    """What a process asked of another was decided there, or waits in its outbox still.

    A receiver whose disk fails refuses without a receipt: of that time nothing can be told.

    Whoever lets the clock go on decided nothing and keeps no outbox: its wish has no cause, and who
    comes after it wishes the same hour anew. So that hour has to be struck, by whomever.
    """
    last_seen = {}
    struck = last_hour(run)
    over = max(message.at for message in run.seen)
    for message in run.seen:
        tokens = message.topic.split(".")
        if tokens[0] == "command" and tokens[3] in run.journals:
            last_seen[tokens[3], message.id] = message
    for (sender, identifier), message in last_seen.items():
        if any(begin <= message.at <= end + REFUSING for begin, end in run.disk_faults):
            continue
        found.checked += 1
        if message.cause is None and message.topic.startswith("command.supervisor.advance-clock."):
            hour = json.loads(message.data)["to"]
            if struck < hour and message.at + WISHING < over:
                found.broken(f"{sender} wished the hour {hour}, and nobody struck it")
            continue
        receiver = run.journals.get(message.topic.split(".")[1])
        is_decided = receiver is not None and (sender, identifier) in receiver.receipts
        if not is_decided and all(line["id"] != identifier for line in run.journals[sender].outbox):
            found.broken(f"{sender} sent {message.topic} {identifier}, nobody decided on it, and "
                         "it waits no more")


def last_hour(run):
    """The last hour that was struck, as it stands in the supervisor's journal; "" for none."""
    supervisor = run.journals.get("supervisor")
    hours = [json.loads(entry.data)["moment"]["utc"] for entry in supervisor.entries
             if entry.told["type"].startswith("supervisor.clock.hour-began.")] if supervisor else []
    return max(hours, default="")


def nothing_parked(run, found):
    """No event was set aside: chaos is no reason not to understand it."""
    for journal in run.journals.values():
        found.checked += 1
        for line in journal.parked:
            found.broken(f"{journal.identity} parked {line['stream']} {line['sequence']}: "
                         f"{line['reason']}")


def soon_ready(run, found):
    """Each process is ready again soon after the faults that struck it."""
    for outage in outages(run):
        found.checked += 1
        if outage.beyond > LONGEST:
            found.broken(f"{outage}; expected at most {LONGEST / 1000:.0f} s")


RULES = [whole_chains, acknowledged_once, one_answer, never_partly, in_one_piece, nothing_vanished,
         readers_in_order, ledger_is_whole, nobody_deaf, last_commands, outbox_settled,
         nothing_parked, soon_ready]


def check(run):
    """All findings of all rules."""
    results = []
    for rule in RULES:
        found = Findings(rule.__name__.replace("_", "-"))
        rule(run, found)
        results.append(found)
    return results
