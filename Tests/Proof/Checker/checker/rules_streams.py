"""Whether the ledger is whole: streams, hash chains, clock, and nothing that it may not hold."""

import hashlib
from collections import defaultdict

from . import moments
from .reading import CORRECTION

ORIGIN = "0" * 64
IDENTITY = "assessment.identity"


def chain_hash(event):
    """SHA-256 over topic, attributes and SHA-256(data), each behind its length in four bytes.

    The topic is the first line of the frame that published it: `event.` and its stream.
    """
    digest = hashlib.sha256()
    body = hashlib.sha256(event.data_text.encode()).digest()
    for part in (event.topic.encode(), event.attributes_text.encode(), body):
        digest.update(len(part).to_bytes(4, "big"))
        digest.update(part)
    return digest.hexdigest()


def whole_streams(facts, found):
    """Each stream runs from 1 without holes or repeats, each id is there once."""
    heads, ids = defaultdict(int), set()
    position = None
    for event in facts.history.events:
        found.checked += 1
        if position is not None and event.position <= position:
            found.violation(event, f"a position after {position}")
        position = event.position
        expected = heads[event.stream] + 1
        if event.sequence != expected:
            found.violation(
                event, f"{event.stream} has sequence {event.sequence}; expected {expected}")
        heads[event.stream] = event.sequence
        if event.id in ids:
            found.violation(event, f"the id {event.id} is there twice; expected once")
        ids.add(event.id)
        if event.kind != f"{event.stream}.{event.fact}":
            found.violation(event, f"the type {event.type} of the topic {event.topic}")
        if event.fact == CORRECTION:
            wrong = facts.history.by_id.get(event.get("event"))
            if wrong is not None and wrong.owner != event.owner:
                found.violation(event, f"{event.owner} corrects its own events alone")
    for stream, (sequence, _) in sorted(facts.history.heads.items()):
        if stream != IDENTITY and heads[stream] != sequence:
            found.violation(
                None, f"{stream} ends at {heads[stream]}; expected {sequence}, its owner's head")


def hash_chains(facts, found):
    """Each event carries the chain hash of the one before it in its stream."""
    hashes = {}
    for event in facts.history.events:
        found.checked += 1
        expected = hashes.get(event.stream, ORIGIN)
        if event.prevhash != expected:
            found.violation(
                event, f"{event.stream} {event.sequence} follows {event.prevhash[:12]}…; "
                f"expected {expected[:12]}…")
        hashes[event.stream] = chain_hash(event)
    for stream, (_, head) in sorted(facts.history.heads.items()):
        if head is not None and stream in hashes and hashes[stream] != head:
            found.violation(
                None, f"{stream} ends with {hashes[stream][:12]}…; expected {head[:12]}…")


def clock_goes_on(facts, found):
    """Hours go forward, no day is left out, and local time is what the time zone says."""
    hour = day = None
    clock = facts.history.clock
    for event in facts.history.by_kind["supervisor.clock.hour-began"]:
        found.checked += 1
        utc, local = (moments.utc(event["moment"]["utc"]), moments.local(event["moment"]["local"]))
        if hour is not None and utc <= hour:
            found.violation(event, "an hour after the one before")
        hour = utc
        if clock.zone is not None and local != clock.by_zone(utc):
            found.violation(
                event, f"local time {moments.show_local(clock.by_zone(utc))}, "
                f"not {moments.show_local(local)}")
    for event in facts.history.by_kind["supervisor.clock.day-began"]:
        found.checked += 1
        if day is not None and moments.date(event["date"]) != day + 1:
            found.violation(event, f"the day {moments.show_date(day + 1)}, not {event['date']}")
        day = moments.date(event["date"])


def no_identity(facts, found):
    """Names and contacts never reach the ledger."""
    for event in facts.history.events:
        found.checked += 1
        if event.data_class == "identifying" or event.stream == IDENTITY:
            found.violation(event, f"no event of {event.stream}: it identifies a client")
