"""A reader that asks for too much, and what it gets.

    flood.py CLINIC READER.json CLIENT

The bundle is of `cairn keys export`. Asks for a thousand timelines at once, and for one of them
twenty times; prints what came as a JSON object.
"""

import collections
import json
import pathlib
import sys

import zmq

from cairn_peer import Peer

QUESTIONS = 1_000
REPEATS = 20


def main(clinic, bundle, client):
    peer = Peer(json.loads(pathlib.Path(bundle).read_text()), clinic, zmq.Context())
    replies = collections.defaultdict(list)
    takes = peer.reply

    def reply(message):
        replies[message.attributes.get("inreplyto")].append(message)
        takes(message)

    peer.reply = reply
    peer.join()
    peer.until(lambda: "ledger" in peer.heartbeats, "the ledger")

    def ask(request):
        peer.bus.send(
            f"query.ledger.timeline.{peer.identity}", request,
            json.dumps({"client": client}).encode())

    requests = []
    for _ in range(QUESTIONS):
        request = peer.attributes("ledger.timeline.v1")
        request["replytoken"] = peer.token
        request["dataclassification"] = "clinical"
        requests.append(request)
        ask(request)
    print("asked", flush=True)
    # The bus may drop what nobody took in time: whoever asks asks again until there is an answer.
    missing = requests
    for _ in range(15):
        try:
            peer.until(lambda: all(replies[request["id"]] for request in requests), "all replies",
                       patience=10.0)
        except TimeoutError:
            missing = [request for request in requests if not replies[request["id"]]]
            for request in missing:
                ask(request)
        else:
            missing = []
            break
    assert not missing, f"{len(missing)} questions have no reply"
    kinds = collections.Counter(replies[request["id"]][0].attributes["type"] for request in requests)
    refusals = [
        reply.body["refusal"] for request in requests for reply in replies[request["id"]]
        if reply.attributes["type"] == "query-refusal.v1"]

    # One question again and again is one question, and its answer is one.
    request = peer.attributes("ledger.timeline.v1")
    request.update(replytoken=peer.token, dataclassification="clinical")
    for _ in range(REPEATS):
        ask(request)
    peer.until(lambda: replies[request["id"]], "the answer")
    ask(request)
    before = len(replies[request["id"]])
    peer.until(lambda: len(replies[request["id"]]) > before, "the answer again")
    bodies = {reply.data for reply in replies[request["id"]]}
    print(json.dumps({
        "answered": kinds["view.v1"], "refused": kinds["query-refusal.v1"],
        "remedy": refusals[0]["remedy"],
        "reasons": sorted({refusal["problem"] for refusal in refusals}), "bodies": len(bodies),
        "lines": len(json.loads(bodies.pop())["items"]),
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
