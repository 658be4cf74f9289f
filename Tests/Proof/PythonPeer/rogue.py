"""A plugin that tells what does not fit.

    rogue.py CLINIC PLUGIN.json READER COUNT

The bundle is of `cairn keys export`. Announces its catalog, publishes so many offerings with wrong
fields once the reader follows it, ten in a frame with an entry among them that cannot be read.
Prints `told` once the reader has counted those, and goes on with heartbeats until it is ended. It
never says that it knows of an hour.
"""

import json
import pathlib
import sys
import time

import zmq

from cairn_peer import PROTOCOL, Peer
from frames import ORIGIN, attributes_text, chain_hash, written

#: Events of a frame, and what stands in the middle of them: no object.
TOGETHER, UNREADABLE = 10, (b"[]", b"{}")


def main(clinic, bundle, reader, count):
    peer = Peer(json.loads(pathlib.Path(bundle).read_text()), clinic, zmq.Context())
    peer.join()
    stream = f"{peer.identity}.catalog"
    head = {"sequence": 0, "hash": ORIGIN}

    def beat():
        body = {
            "identity": peer.identity, "incarnation": peer.token[:8], "version": "1",
            "protocols": [PROTOCOL, PROTOCOL], "state": "ready", "heads": {stream: head},
            "positions": {}, "openRequests": 0, "queued": 0, "progress": 1, "counters": {},
            "residentBytes": 1, "clock": "2026-10-05T14:00:00.000Z", "clockReceived": 0,
        }
        attributes = peer.attributes("heartbeat.v1")
        attributes["dataclassification"] = "operational"
        peer.bus.send(
            f"status.{peer.identity}.heartbeat", attributes, json.dumps(body).encode())

    def follows():
        beat()
        return stream in peer.heartbeats.get(reader, {}).get("positions", {})

    peer.until(follows, f"{reader}, as a reader of {stream}")
    topic, data = f"event.{stream}".encode(), b'{"minutes":"many"}'

    def offering():
        attributes = peer.attributes(f"{stream}.session-offered.v1")
        attributes.update(
            dataclassification="operational", sequence=head["sequence"] + 1, prevhash=head["hash"])
        text = attributes_text(attributes)
        head["sequence"] += 1
        head["hash"] = chain_hash(topic, text, data)
        return text, data

    frames = []
    for first in range(0, count, TOGETHER):
        entries = [offering() for _ in range(min(TOGETHER, count - first))]
        entries.insert(len(entries) // 2, UNREADABLE)
        frames.append(written(topic, *entries))

    def tell():
        for frame in frames:
            peer.bus.send_parts(frame)
        return time.monotonic()

    told = tell()
    beat()

    def is_counted():
        nonlocal told
        # What was lost on its way is told again; of what came, the events are repeats.
        if time.monotonic() - told > 5:
            told = tell()
        beat()
        return peer.heartbeats[reader]["counters"].get("dropped.bad-attributes", 0) >= len(frames)

    peer.until(is_counted, "entries that cannot be read, each counted")
    print("told", flush=True)
    while True:
        peer.turn(0.5)
        beat()
        time.sleep(0.1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
