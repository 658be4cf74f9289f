"""Judges manifests by the published schema, with a validator that shares no code.

    validate.py SCHEMA < MANIFESTS

Reads one manifest a line, and says `fits` or `refused` for each, a line each. Each that fits is
also broken in each of its fields, one at a time: a schema that takes the broken one is no check,
and is told as `blind` with the place.
"""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator

# What the schema leaves to somebody else, or takes of any kind.
FREE = {"forms", "default"}


def breakages(node, path=()):
    """The manifest with one field of another kind, each in its turn."""
    if path and path[-1] in FREE:
        return
    if isinstance(node, dict):
        yield path, 7
        for key, value in node.items():
            yield from breakages(value, (*path, key))
    elif isinstance(node, list):
        yield path, "not a list"
        for index, value in enumerate(node):
            yield from breakages(value, (*path, index))
    else:
        yield path, ["another kind"]


def broken(data, path, value):
    data = copy.deepcopy(data)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for line in sys.stdin:
    data = json.loads(line)
    if not validator.is_valid(data):
        print("refused")
        continue
    blind = [
        path for path, value in breakages(data) if path and validator.is_valid(broken(data, path, value))
    ]
    print(f"blind {blind}" if blind else "fits")
