"""Whether what came over a real bus is what `cairn schema --asyncapi` says.

    check_seen.py ASYNCAPI.json SEEN.jsonl

Prints what does not fit, and how many messages of each class were looked at.
"""

import collections
import json
import pathlib
import sys

from jsonschema import Draft7Validator, RefResolver

from frames import PAGE_TYPE


def main():
    document = json.loads(pathlib.Path(sys.argv[1]).read_text())
    schemas = document["components"]["schemas"]
    resolver = RefResolver.from_schema(document)
    faults = collections.Counter()
    counts = collections.Counter()
    questions = {}

    def check(name, value, topic):
        if name not in schemas:
            faults[f"{topic}: no schema {name}"] += 1
            return
        validator = Draft7Validator(schemas[name], resolver=resolver)
        for error in validator.iter_errors(value):
            faults[f"{topic}: {name}: {error.message[:200]}"] += 1

    with open(sys.argv[2], encoding="utf-8") as lines:
        for line in lines:
            seen = json.loads(line)
            topic, attributes, body = seen["topic"], seen["attributes"], seen["body"]
            kind, type_name = topic.split(".")[0], attributes["type"]
            if kind == "event":
                own = f"event.{type_name}"
                shared = "event.any." + type_name.split(".", 1)[1]
                rule, name = "event", own if own in schemas else shared
            elif kind == "status":
                rule, name = "heartbeat", type_name
            elif kind in ("command", "query"):
                # Some are wrong on purpose: their attributes are not.
                questions[attributes["id"]] = type_name
                rule, name = kind, None
            elif type_name == PAGE_TYPE:
                rule, name = "page", type_name
            elif type_name == "view.v1":
                rule, name = "reply", "view." + questions[attributes["inreplyto"]]
            else:
                rule, name = "reply", type_name
            counts[rule] += 1
            check(f"attributes.{rule}", attributes, topic)
            if name:
                check(name, body, topic)

    for fault, count in faults.most_common(20):
        print(f"{count} x {fault}")
    for rule in ("event", "heartbeat", "command", "query", "reply", "page"):
        if not counts[rule]:
            print(f"no {rule} was seen")
            faults[rule] += 1
    print(json.dumps(counts, sort_keys=True))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
