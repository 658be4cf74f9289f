"""Judges instruments' data files by the published schema, with a validator that shares no code.

    validate.py SCHEMA FILE…

Says what it found wrong, a line each, and how many files it looked at. Each file is also broken in
each of its fields, one at a time: a schema that takes the broken file is no check.
"""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator


def breakages(node, path=()):
    """The file with one field of another kind, or one that means nothing, each in its turn."""
    if isinstance(node, dict):
        yield (*path, "meaningless"), 1
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


FREE = {("answerSets",), ("exceptions",), ("when",)}

schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
faults, tried = [], 0
for name in sys.argv[2:]:
    data = json.loads(pathlib.Path(name).read_text(encoding="utf-8"))
    faults += [f"{name}: {list(e.path)}: {e.message}" for e in validator.iter_errors(data)]
    for path, value in breakages(data):
        # These hold names that are the file's own; a whole file is no field of anything.
        if not path or path[-1] == "meaningless" and path[-2:-1] in FREE:
            continue
        tried += 1
        if validator.is_valid(broken(data, path, value)):
            faults.append(f"{name}: is taken although {path} is broken")
print("\n".join(faults))
print(f"{len(sys.argv) - 2} files, {tried} broken ones")
sys.exit(1 if faults else 0)
