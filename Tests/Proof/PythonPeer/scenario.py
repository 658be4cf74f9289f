"""What a stranger's peer does in a rehearsal clinic, and what it expects.

    scenario.py CLINIC DIRECTOR.json FRONT-DESK.json SEEN.jsonl

The bundles are of `cairn keys export`. Throws away a third of the events and pages that come, says
what it found wrong, prints a JSON object of what it read, and writes all that came to SEEN.jsonl.
"""

import datetime
import json
import pathlib
import random
import sys
import uuid

import zmq

from cairn_peer import Connection, Peer, Refused
from frames import attributes_text, chain_hash, written

found = {}
chance = random.Random(20261123)


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def a_third(message):
    """A third of the events, and of the pages that repair them the first and then a third."""
    if message.is_page:
        found["lost pages"] = found.get("lost pages", 0)
        is_lost = found["lost pages"] == 0 or chance.random() < 1 / 3
        found["lost pages"] += is_lost
        return is_lost
    return message.kind == "event" and chance.random() < 1 / 3


def is_refused(bundle, clinic, context, door=None):
    """Whether the hub refuses that key at its doors."""
    connection = Connection(bundle, clinic, context, door)
    try:
        connection.subscribe("status.")
        for _ in range(400):
            if connection.receive(0.05):
                return False
        return False
    except Refused:
        return True
    finally:
        connection.close()


def keys(context, clinic, own, other):
    """[1] A key that nobody knows, and a known one at another's door, are refused."""
    public, secret = zmq.curve_keypair()
    stranger = dict(own, publicKey=public.decode(), secretKey=secret.decode())
    expect(is_refused(stranger, clinic, context), "an unknown key is refused")
    expect(is_refused(other, clinic, context, own["identity"]), "another's door stays shut")


def reading(peer):
    """[5] Whole streams, though a third of what comes is thrown away."""
    peer.join()
    services = {
        "supervisor", "assessment", "scheduler", "peer-groups", "treatment", "aftercare", "ledger",
    }
    peer.until(lambda: services <= set(peer.heartbeats), "heartbeats")
    peer.until(
        lambda: all(peer.heartbeats[name]["state"] == "ready" for name in services), "readiness")

    clock = peer.heartbeats["supervisor"]["clock"]
    peer.follow("supervisor.clock")
    whole(peer)
    day = int(clock[8:10])
    later = clock[:8] + f"{day + 5:02d}" + clock[10:]
    answer = peer.give("supervisor", "advance-clock", {"to": later}, "dir", "director")
    expect(answer and answer.body["outcome"] == "accepted", "the clock is advanced")
    peer.until(
        lambda: all(peer.heartbeats[name]["clock"] >= later for name in services - {"ledger"}),
        f"the hours up to {later}")
    whole(peer)
    hours = [
        message.body["moment"]["utc"]
        for message in peer.delivered["supervisor.clock"]
        if message.fact == "hour-began"
    ]
    expect(hours == sorted(set(hours)) and len(hours) >= 120, "each hour came once, in order")


def nothing_there(peer):
    """[5] A stream without an event has a head of 0, and an empty page."""
    topic = f"query.supervisor.replay.nothing.{peer.identity}"
    page = peer.answered(
        topic, peer.attributes("supervisor.replay.v1"), "supervisor", {"from": 1}, patience=20.0)
    expect(page and page.is_page and page.is_empty, "the page is empty")
    expect(page.body == {"from": 1, "stream": "supervisor.nothing"}, "it says of what it is")
    expect(page.attributes["sequence"] == 0, "the head is 0")
    expect(page.attributes["prevhash"] == "0" * 64, "nothing has no hash")


def history(peer):
    """[5] The ledger has what the owners sent, byte for byte, and says what it does not have."""
    for name in ("supervisor.clock", "supervisor.process", "scheduler.session"):
        got = peer.delivered[name]
        peer.until(
            lambda: peer.heartbeats["ledger"]["positions"].get(name, 0) >= len(got),
            f"{name} in the ledger")
        messages, head = peer.history(name)
        expect(head, f"{name} is not refused")
        expect(len(messages) >= len(got), f"the ledger has all of {name}")
        expect(
            [message.lines for message in messages[: len(got)]]
            == [message.lines for message in got], f"{name}, byte for byte")
        expect(head == (len(messages), chain_hash(*messages[-1].lines)), f"the head of {name}")
    for name in ("assessment.identity", "supervisor.nothing"):
        refusal, head = peer.history(name)
        expect(head is None and name in refusal.body["refusal"]["problem"], f"no {name}")
        expect(refusal.body["refusal"]["remedy"], "a refusal says what to do")


def follow_heads(peer):
    for beat in list(peer.heartbeats.values()):
        for name in beat["heads"]:
            peer.follow(name)


def whole(peer):
    """Waits until all streams are whole up to heads told from now on."""
    follow_heads(peer)
    for stream in peer.streams.values():
        stream.is_announced = False
    peer.until(lambda: all(stream.is_whole for stream in peer.streams.values()), "whole streams")


def asking(peer):
    """[6] A command, its repeat, and queries."""
    week = peer.heartbeats["scheduler"]["clock"][:10]
    identifier = str(uuid.uuid4())

    def plan():
        return peer.give(
            "scheduler", "plan-week", {"week": monday(week)}, "dir", "director",
            identifier=identifier)

    first = plan()
    expect(first and first.body["outcome"] == "accepted", "the week is planned")
    expect(first.body["events"], "planning has events")
    second = plan()
    expect(second.data == first.data, "a repeat of a command gets the same answer")
    whole(peer)
    ids = [message.attributes["id"] for messages in peer.delivered.values() for message in messages]
    for event in first.body["events"]:
        expect(ids.count(event) == 1, "what a command caused is there once")

    view = peer.ask("scheduler", "week", {"week": monday(week)})
    expect(view and view.attributes["type"] == "view.v1", "the week is shown")
    starts = [line["session"]["start"][:10] for line in view.body["items"] if "session" in line]
    expect({monday(start) for start in starts} <= {monday(week)}, "it is the week asked for")
    refusal = peer.ask("scheduler", "week", {"week": "no date"})
    expect(refusal.attributes["type"] == "query-refusal.v1", "a bad query is refused")
    expect(refusal.body["refusal"]["remedy"], "a refusal says what to do")
    forged = peer.give("scheduler", "plan-week", {"week": monday(week)}, "t01", "clinician")
    expect(forged.body["outcome"] == "refused", "nobody acts in another's name")
    nothing = peer.give("scheduler", "no-such-verb", {}, "dir", "director", patience=1.0)
    expect(nothing is None, "a command that is granted to nobody does not arrive")


def monday(date):
    day = datetime.date.fromisoformat(date)
    return (day - datetime.timedelta(days=day.weekday())).isoformat()


def limits(director, desk):
    """[1] What was not granted is dropped, and counted by the hub."""
    desk.join()
    desk.until(lambda: "hub" in desk.heartbeats, "the hub's heartbeat")

    def counted(reason):
        counters = desk.heartbeats["hub"]["counters"]
        return counters.get(f"refused-{reason}-{desk.identity}", 0)

    def send(topic, type_name, body):
        request = desk.attributes(type_name)
        request["replytoken"] = desk.token
        desk.bus.send(topic, request, json.dumps(body).encode())
        return request["id"]

    before = counted("forbidden")
    for entity in ("session", "enrollment"):
        send(f"query.scheduler.replay.{entity}.{desk.identity}", "scheduler.replay.v1", {"from": 1})
    topic = f"query.ledger.history.scheduler.session.{desk.identity}"
    send(topic, "ledger.history.v1", {"from": 1})
    desk.until(lambda: counted("forbidden") >= before + 3, "refused replays and history")
    expect(not desk.counts["pages"] and not desk.replies, "no page of a stream not granted")

    before = counted("forged")
    send(f"query.scheduler.week.{director.identity}", "scheduler.week.v1", {"week": "2026-10-05"})
    send("event.scheduler.session", "scheduler.session.scheduled.v1", {})
    topic = f"query.ledger.history.scheduler.session.{director.identity}"
    send(topic, "ledger.history.v1", {"from": 1})
    desk.until(lambda: counted("forged") >= before + 3, "refused forgeries")
    expect(not desk.counts["pages"] and not desk.replies, "nor one that another may have")
    messages, head = desk.history("supervisor.process")
    expect(head and messages, "the history of a stream that is granted")

    # Everything is subscribed to, and what is not granted does not come.
    seen = []
    desk.lose = lambda message: seen.append(message.topic) or False
    for prefix in ("event.", "command.", "query.", "inbox."):
        desk.bus.subscribe(prefix)
    desk.follow("supervisor.process")
    desk.until(lambda: desk.streams["supervisor.process"].is_whole, "a stream that is granted")
    asked = director.ask("supervisor", "clock", {})
    expect(asked.attributes["type"] == "view.v1", "the clock is shown")
    heard = director.heartbeats["hub"]["progress"] if "hub" in director.heartbeats else 0
    desk.until(lambda: desk.heartbeats["hub"]["progress"] > heard, "the hub's next heartbeat")
    others = [
        topic for topic in seen
        if topic.startswith("inbox.") and not topic.startswith(desk.inbox)
        or topic.startswith(
            ("event.scheduler.enrollment", "event.assessment", "command.", "query."))
    ]
    expect(not others, f"nothing of others comes: {others[:3]}")


def misshapen(peer):
    """[2] What is no frame is dropped and counted: parts by the hub, lines by who reads them."""
    topic = f"query.scheduler.week.{peer.identity}".encode()
    request = peer.attributes("scheduler.week.v1")
    request["replytoken"] = peer.token
    attributes, data = attributes_text(request), b'{"week":"2026-10-05"}'
    frame = written(topic, (attributes, data))

    def counted(identity, name):
        return peer.heartbeats[identity]["counters"].get(name, 0)

    peer.until(lambda: "hub" in peer.heartbeats, "the hub's heartbeat")
    refused = counted("hub", "refused-part-count")
    dropped = counted("scheduler", "dropped.bad-frame")
    # A message of protocol 1; one cut before its last LF; one with half an entry; two questions.
    peer.bus.send_parts(topic, attributes, data)
    peer.bus.send_parts(frame[:-1])
    peer.bus.send_parts(frame + attributes + b"\n")
    peer.bus.send_parts(written(topic, (attributes, data), (attributes, data)))
    peer.until(lambda: counted("hub", "refused-part-count") == refused + 1, "refused parts")
    peer.until(lambda: counted("scheduler", "dropped.bad-frame") == dropped + 3, "dropped frames")
    expect((request["id"], "scheduler") not in peer.replies, "none of them is answered")


def main():
    clinic = sys.argv[1]
    own, other = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[2:4])
    context = zmq.Context()
    try:
        with open(sys.argv[4], "w", encoding="utf-8") as seen:
            play(context, clinic, own, other, seen)
    finally:
        # A socket that is open would keep the process for ever.
        context.destroy(linger=0)


def play(context, clinic, own, other, seen):
    def record(topic, attributes, data):
        seen.write(json.dumps(
            {"topic": topic, "attributes": attributes, "body": json.loads(data)}) + "\n")

    keys(context, clinic, own, other)
    director = Peer(own, clinic, context, lose=a_third, record=record)
    reading(director)
    nothing_there(director)
    asking(director)
    history(director)
    misshapen(director)
    limits(director, Peer(other, clinic, context))
    whole(director)

    stopped = {stream.name: stream.stopped for stream in director.streams.values()}
    expect(not any(stopped.values()), f"no stream stopped: {stopped}")
    expect(director.counts["lost"] > 30, "much was thrown away")
    expect(director.counts["repaired"] > 30, f"much was repaired: {director.counts}")
    found["counts"] = director.counts
    found["streams"] = {
        name: {"sequence": stream.next - 1, "hash": stream.hash}
        for name, stream in sorted(director.streams.items())
    }
    print(json.dumps(found, sort_keys=True))


if __name__ == "__main__":
    main()
