#!/usr/bin/env python3
"""Proves from a clinic's exported ledger that its rules were kept.

    check_history.py LEDGER.jsonl --clinic checked-clinic.json [--heads heads.json] [--people FILE]
                     [--report] [--summary]

Each line of the ledger is a JSON object: position, topic, attributes and data, the last two as the
exact text that was published. The clinic is its clinic.yaml as JSON, with the same keys. The heads
are the last event of each stream as its owner tells it: without them a lost tail cannot be seen.

What did not happen though a person had been told is put down to people, and named with what was
told; it breaks no rule.

Exit codes: 0 all rules kept, 1 a rule broken (or, with --require-default-seed, too little shown),
2 the input cannot be read, so nothing is proved.
"""

import argparse
import sys

from checker.clinic import read_clinic
from checker.findings import CLOCK, PEOPLE
from checker.reading import Unreadable, read_heads, read_history
from checker.rules import RULES, Facts, check
from checker.summary import shortages, summarize

KEPT, BROKEN, UNREADABLE = 0, 1, 2
#: A broken stream breaks thousands of lines: the first say enough.
SHOWN = 20


def main(arguments=None, output=sys.stdout, errors=sys.stderr):
    options = parse(arguments)
    try:
        clinic = read_clinic(options.clinic)
        history = read_history(options.ledger, clinic)
        history.heads = read_heads(options.heads)
        if not history.events:
            raise Unreadable(f"{options.ledger}: no line; an empty history proves nothing")
        facts, results = Facts(history, clinic), check(history, clinic)
    except Unreadable as error:
        print(f"unreadable: {error}", file=errors)
        return UNREADABLE
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        print(f"unreadable: a message is not as expected: {error!r}", file=errors)
        return UNREADABLE
    broken = print_results(results, options.report, output)
    cases = [case for found in results for case in found.cases]
    if options.people:
        with open(options.people, "w", encoding="utf-8") as file:
            file.writelines(f"{case}\n" for case in cases)
    if options.summary or options.require_default_seed:
        counts = summarize(facts)
        for name, count in counts.items():
            print(f"{name}: {count}", file=output)
        if options.require_default_seed:
            for text in shortages(counts):
                broken = True
                print(f"default-seed: {text}", file=output)
    print(f"{len(history.events)} events, {len(RULES)} rules: "
          f"{'BROKEN' if broken else 'all kept'}{told_of(cases)}", file=output)
    return BROKEN if broken else KEPT


def told_of(cases):
    """How many cases are no fault of the product, in words; nothing if there are none."""
    counts = [(sum(case.whose == whose for case in cases), whose) for whose in (PEOPLE, CLOCK)]
    words = " and ".join(f"{count} to {whose}" for count, whose in counts if count)
    return f"; put down: {words}" if words else ""


def print_results(results, is_report, output):
    for found in results:
        for violation in found.violations[:SHOWN]:
            print(violation, file=output)
        if len(found.violations) > SHOWN:
            print(f"{found.rule}: and {len(found.violations) - SHOWN} more", file=output)
        for case in found.cases[:SHOWN]:
            print(case, file=output)
        if len(found.cases) > SHOWN:
            print(f"put down: {found.rule}: and {len(found.cases) - SHOWN} more; all are in the "
                  "file of --people", file=output)
    if is_report:
        for found in results:
            verdict = f"{len(found.violations)} broken" if found.violations else "kept"
            if found.cases:
                verdict += f", {len(found.cases)} put down to people or the clock"
            print(f"{found.rule:<22} {found.checked:>8} checked  {verdict}", file=output)
            for note in found.notes:
                print(f"{'':<22} {note}", file=output)
    return any(found.violations for found in results)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="check_history.py", description="Proves a clinic's exported history.")
    parser.add_argument("ledger", help="the ledger's lines, one JSON object each")
    parser.add_argument("--clinic", required=True, help="the clinic as JSON")
    parser.add_argument("--heads", help="as JSON, by stream: {\"sequence\": 3, \"hash\": …} or 3")
    parser.add_argument("--report", action="store_true", help="say what each rule looked at")
    parser.add_argument("--people", help="a file for all cases that are put down to people or the "
                        "clock, a line each")
    parser.add_argument("--summary", action="store_true", help="print the director's counts")
    parser.add_argument("--require-default-seed", action="store_true",
                        help="fail if the counts are below what the default seed must show")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
