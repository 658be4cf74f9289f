"""Judges what `cairn schema` prints, with a validator that shares no code with it.

    validate.py FOLDER GOLDEN [--official SCHEMA]

FOLDER holds a schema per file, NAME.json, and asyncapi.json; GOLDEN the examples of
docs/protocol. Says what it found wrong, a line each, and how much it looked at.
"""

import argparse
import copy
import json
import pathlib
import re
import sys

import jsonschema
from jsonschema import Draft7Validator, Draft202012Validator, RefResolver

faults = []
counts = {}


def fault(text):
    faults.append(text)


def count(what):
    counts[what] = counts.get(what, 0) + 1


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def is_valid(schema, value):
    return Draft202012Validator(schema).is_valid(value)


def check_schema(name, schema):
    """A schema is one of 2020-12, and each of its references leads somewhere."""
    count("schemas")
    if schema.get("$schema") != "https://json-schema.org/draft/2020-12/schema":
        fault(f"{name}: is not of 2020-12")
    try:
        Draft202012Validator.check_schema(schema)
    except jsonschema.SchemaError as error:
        fault(f"{name}: {error.message}")
    for reference in references(schema):
        if not leads_somewhere(schema, reference):
            fault(f"{name}: {reference} leads nowhere")
    for example in schema.get("examples", []):
        count("examples")
        if not is_valid(schema, example):
            fault(f"{name}: its own example is not valid")


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def leads_somewhere(document, reference):
    if not reference.startswith("#/"):
        return False
    for part in reference[2:].split("/"):
        part = part.replace("~1", "/").replace("~0", "~")
        if not isinstance(document, dict) or part not in document:
            return False
        document = document[part]
    return True


def check_golden(name, schema, golden):
    """The example fits; what is not whole, or of another type, does not; what is new does."""
    errors = list(Draft202012Validator(schema).iter_errors(golden))
    if errors:
        fault(f"{name}: the golden file does not fit: {errors[0].message}")
    count("golden files")
    newer = dict(golden, aFieldThatALaterVersionAdded={"of": ["any", "form"]})
    if not is_valid(schema, newer):
        fault(f"{name}: a field of a later version does not fit")
    properties, required = schema["properties"], schema.get("required", [])
    if set(properties) != set(golden):
        fault(f"{name}: members {sorted(set(properties) ^ set(golden))} stand on one side only")
    for field in golden:
        rest = {key: value for key, value in golden.items() if key != field}
        if is_valid(schema, rest) == (field in required):
            fault(f"{name}: without {field} it is judged wrongly")
        count("left out")
    for path in paths(golden):
        # What a therapy's own contract declares may be anything here.
        field = properties[path[0]]
        if len(path) > 1 and field.get("additionalProperties") == {}:
            continue
        # So may the contract itself: the supervisor checks it by its own form.
        if not {"type", "$ref", "enum", "anyOf", "oneOf", "const"} & set(field):
            continue
        for other in (None, True, 17.5, "\u2022", [17.5], {"\u2022": 17.5}):
            if same_kind(at(golden, path), other):
                continue
            broken = put(golden, path, other)
            if is_valid(schema, broken):
                fault(f"{name}: {'/'.join(map(str, path))} may be {json.dumps(other)}")
            count("of another type")
    return required


def paths(node, path=()):
    """Where the values are, at any depth."""
    children = (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    )
    for key, value in children:
        yield path + (key,)
        yield from paths(value, path + (key,))


def at(node, path):
    for key in path:
        node = node[key]
    return node


def put(golden, path, value):
    whole = copy.deepcopy(golden)
    at(whole, path[:-1])[path[-1]] = value
    return whole


def same_kind(left, right):
    def kind(value):
        if isinstance(value, bool):
            return "bool"
        if isinstance(value, (int, float)):
            return "integer" if float(value).is_integer() else "number"
        return type(value).__name__

    # A text is judged by its pattern, if it has one: that is another question. A broken number is
    # no integer, and an integer is a number.
    return kind(left) == kind(right)


def check_texts(schemas):
    """Texts with a form: what has it passes, what has it not does not."""
    samples = {
        "Timestamp": (
            ["2026-10-05T11:00:00Z", "2026-10-05T11:00:00.120Z"],
            ["2026-10-05", "2026-10-05T11:00:00+02:00", "2026-13-05T11:00:00Z", "now"],
        ),
        "LocalDate": (["2026-10-05"], ["2026-10-32", "05.10.2026", "2026-10-05T00:00"]),
        "WeeklyTime": (["mon 09:00-24:00"], ["Mon 09:00-10:00", "mon 9:00-10:00", "mon"]),
        "LocalDateTime": (["2026-10-05T09:30"], ["2026-10-05 09:30", "2026-10-05T09:30:00"]),
        "Identity": (["peer-groups"], ["Peer", "a.b", ""]),
        "EventStream": (["scheduler.session"], ["scheduler", "a.b.c"]),
    }
    for name, (good, bad) in samples.items():
        holders = [schema for schema in schemas.values() if name in schema.get("$defs", {})]
        if not holders:
            fault(f"{name}: is defined nowhere")
            continue
        schema = holders[0]["$defs"][name]
        for text in good:
            if not is_valid(schema, text):
                fault(f"{name}: {text} does not fit")
        for text in bad:
            if is_valid(schema, text):
                fault(f"{name}: {text!r} fits")


def check_attributes(schemas):
    """The attributes that docs/protocol.md has as its vector, and what breaks a rule."""
    attributes = {
        "dataclassification": "operational", "datacontenttype": "application/json",
        "id": "01976e0a-0000-7000-8000-000000000002", "prevhash": "0" * 64, "sequence": 1,
        "source": "/small/supervisor", "specversion": "1.0", "time": "2026-10-05T11:00:00.000Z",
        "type": "supervisor.clock.day-began.v1",
    }
    schema = schemas["attributes.event"]
    if not is_valid(schema, attributes):
        fault("attributes.event: a good event's do not fit")
    broken = [
        dict(attributes, specversion="0.3"), dict(attributes, sequence=0),
        dict(attributes, prevhash="A" * 64), dict(attributes, type="no-version"),
        dict(attributes, time="today"), dict(attributes, sequence="1"),
    ]
    broken += [
        {key: value for key, value in attributes.items() if key != name}
        for name in ("id", "source", "type", "time", "specversion", "sequence", "prevhash")
    ]
    for number, value in enumerate(broken):
        if is_valid(schema, value):
            fault(f"attributes.event: broken attributes {number} fit")


def check_asyncapi(document, official):
    """What the official schema cannot see: that names and references mean something."""
    for reference in references(document):
        if not leads_somewhere(document, reference):
            fault(f"asyncapi: {reference} leads nowhere")
        count("references")
    for name, channel in document["channels"].items():
        named = set(re.findall(r"{([^}]+)}", channel["address"]))
        if named != set(channel["parameters"]):
            fault(f"asyncapi: channel {name} names other parameters than its address")
    for name, operation in document["operations"].items():
        for part in (operation, operation.get("reply", {})):
            if not part:
                continue
            prefix = part["channel"]["$ref"] + "/messages/"
            for message in part["messages"]:
                if not message["$ref"].startswith(prefix):
                    fault(f"asyncapi: operation {name} has a message of another channel")
    for name, schema in document["components"]["schemas"].items():
        try:
            Draft7Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            fault(f"asyncapi: schema {name}: {error.message}")
    used = {reference.rsplit("/", 1)[1] for reference in references(document["channels"])}
    for name in set(document["components"]["messages"]) - used:
        fault(f"asyncapi: message {name} is in no channel")
    if official is None:
        return
    for error in Draft7Validator(official).iter_errors(document):
        fault(f"asyncapi: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    count("official schema")
    spoiled = copy.deepcopy(document)
    spoiled["channels"]["event"]["parameters"]["owner"]["schema"] = {"type": "string"}
    if Draft7Validator(official).is_valid(spoiled):
        fault("asyncapi: the official schema rejects nothing")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("golden", type=pathlib.Path)
    parser.add_argument("--official", type=pathlib.Path)
    arguments = parser.parse_args()

    files = sorted(arguments.folder.glob("*.json"))
    schemas = {file.name[:-5]: load(file) for file in files if file.name != "asyncapi.json"}
    for name, schema in schemas.items():
        check_schema(name, schema)
    for file in sorted(arguments.golden.glob("*.json")):
        name = file.name[:-5]
        if name in schemas:
            check_golden(name, schemas[name], load(file))
        else:
            fault(f"{name}: there is no schema")
    check_texts(schemas)
    check_attributes(schemas)
    official = load(arguments.official) if arguments.official else None
    check_asyncapi(load(arguments.folder / "asyncapi.json"), official)

    for line in faults[:50]:
        print(line)
    print(", ".join(f"{number} {what}" for what, number in sorted(counts.items())))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
