#!/usr/bin/env python3
"""What a clinic of a size costs: a rehearsal of real processes, measured week by week.

A small clinic and a large one are played in one run, so that each figure of the large one stands
beside the same figure of the small one. Exit codes: 0 measured, 1 a bound was passed, 2 the run
itself failed.
"""

import argparse
import os
import shutil
import sys
import tempfile

from measuring.clinic import Clinic, Trouble
from measuring.report import Report

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
MEASURED, PASSED, FAILED = 0, 1, 2
#: The clinics, smallest first, with the referrals of a week that fill them.
SIZES = {"small": 2, "medium": 5, "large": 18}


def main(arguments=None):
    options = parse(arguments)
    place = tempfile.mkdtemp(prefix="cairn-scale-", dir="/var/tmp")
    report = Report(options.weeks)
    try:
        for size in options.sizes:
            report.add(size, measure(size, options, place))
    except Trouble as trouble:
        print(f"scale: {trouble}", file=sys.stderr)
        return FAILED
    finally:
        if options.keep is None:
            shutil.rmtree(place, ignore_errors=True)
    print(report.text())
    if options.write:
        report.write_into(f"{ROOT}/docs/performance.md")
    passed = report.passed_bounds()
    for line in passed:
        print(f"scale: {line}", file=sys.stderr)
    return PASSED if passed else MEASURED


def measure(size, options, place):
    """One clinic, from its first week to its last question."""
    folder = options.keep and f"{options.keep}/{size}" or f"{place}/{size}"
    clinic = Clinic(ROOT, options.programs, folder)
    clinic.make(f"{ROOT}/deploy/examples/{size}/clinic.yaml",
                options.referrals_per_week or SIZES[size])
    try:
        clinic.up()
        print(f"== {size}: {options.weeks} weeks", flush=True)
        clinic.play(options.weeks)
        clinic.ask_questions()
        clinic.retract_one()
        clinic.start_again(with_snapshots=True)
        clinic.start_again(with_snapshots=False)
    finally:
        clinic.down()
    return clinic.figures


def parse(arguments):
    parser = argparse.ArgumentParser(prog="deploy/scale", description=__doc__)
    parser.add_argument("--weeks", type=int, default=16, help="how many weeks are played")
    parser.add_argument("--sizes", type=lambda text: text.split(","), default=["small", "large"],
                        help="which example clinics, by a comma: small, medium, large")
    parser.add_argument("--referrals-per-week", type=int, help="for all sizes")
    parser.add_argument("--programs", required=True, help="the folder of Cairn's programs")
    parser.add_argument("--keep", help="leaves the clinics in this folder")
    parser.add_argument("--write", action="store_true", help="puts the table into the docs")
    options = parser.parse_args(arguments)
    unknown = [size for size in options.sizes if size not in SIZES]
    if unknown:
        parser.error(f"no example clinic is called {', '.join(unknown)}; there are: "
                     f"{', '.join(SIZES)}")
    return options


if __name__ == "__main__":
    sys.exit(main())
