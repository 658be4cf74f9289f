#!/usr/bin/env python3
"""Proves what a run of chaos left: exactly once, whole, in order, nothing vanished, nobody deaf.

Exit codes: 0 every promise was kept, 1 one was broken, 2 the files cannot be read.
"""

import argparse
import sys

from judge.reading import Unreadable, read_run
from judge.rules import check

KEPT, BROKEN, UNREADABLE = 0, 1, 2
#: A broken stream breaks thousands of lines: the first say enough.
SHOWN = 20


def main(arguments=None, output=sys.stdout, errors=sys.stderr):
    parser = argparse.ArgumentParser(prog="check_chaos.py", description=__doc__.splitlines()[0])
    parser.add_argument("folder", help="where deploy/chaos --keep left its files")
    parser.add_argument("--quiet", action="store_true", help="say only what is broken")
    options = parser.parse_args(arguments)
    try:
        results = check(read_run(options.folder))
    except Unreadable as error:
        print(f"unreadable: {error}", file=errors)
        return UNREADABLE
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        print(f"unreadable: a message is not as expected: {error!r}", file=errors)
        return UNREADABLE
    for found in results:
        for violation in found.violations[:SHOWN]:
            print(violation, file=output)
        if len(found.violations) > SHOWN:
            print(f"{found.rule}: and {len(found.violations) - SHOWN} more", file=output)
        if not options.quiet:
            verdict = f"{len(found.violations)} broken" if found.violations else "kept"
            print(f"{found.rule:<18} {found.checked:>8} checked  {verdict}", file=output)
    return BROKEN if any(found.violations for found in results) else KEPT


if __name__ == "__main__":
    sys.exit(main())
