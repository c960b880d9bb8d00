"""Runs the comparisons of this folder over every test file and counts them. See `run` for how to call it."""

import argparse
import csv
import glob
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import dump
import readers
import rendering
import stored_values

SUITES = {"stored values": stored_values.check, "DICOM JSON": dump.check, "rendering": rendering.check}
HERE = os.path.dirname(os.path.abspath(__file__))


def test_files():
    """(name, path) of the public set and of Debian's python3-pydicom; the malformed ones are the mutator's business."""
    root = os.environ["SANSFILM_TEST_DATA"]
    for path in sorted(glob.glob(f"{root}/**/*.dcm", recursive=True)):
        name = os.path.relpath(path, root)
        if not name.startswith("malformed/"):
            yield name, path
    listing = subprocess.run(["dpkg", "-L", "python3-pydicom"], capture_output=True, text=True).stdout
    for path in sorted(line for line in listing.splitlines() if line.endswith(".dcm")):
        yield "pydicom/" + os.path.basename(path), path


def expected():
    """Known disagreements: (file, suite, peer) -> who is right and by which clause."""
    with open(os.path.join(HERE, "disagreements.tsv"), encoding="utf-8") as file:
        rows = csv.reader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row[0], row[1], row[2]): row[3] for row in rows if len(row) >= 4}


def examine(entry):
    name, path = entry
    try:
        dataset = readers.read_quietly(path)
    except Exception as error:  # pydicom cannot even read it: no peer to compare with
        return [(name, "reading", "pydicom", "peer-refuses", f"{type(error).__name__}: {error}"[:120])]
    return [(name, suite, *row) for suite, check in SUITES.items() for row in check(path, dataset)]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="", help="only files whose name contains this")
    options.add_argument("--verbose", action="store_true", help="print every row, not only what is wrong")
    options.add_argument("--table", help="write every row as tab-separated text")
    options = options.parse_args()

    known = expected()
    files = [entry for entry in test_files() if options.only in entry[0]]
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        rows = [row for part in pool.map(examine, files) for row in part]

    passed = failed = skipped = 0
    used, habits = set(), Counter()
    for name, suite, peer, verdict, words in rows:
        reason = known.get((name, suite, peer))
        if verdict in ("equal", "within-one", "permitted"):
            passed += 1
            outcome = "ok"
            habits.update(words.split(", ") if verdict == "permitted" else ())
        elif verdict == "peer-refuses":
            skipped += 1
            outcome = "skip"
        elif reason:
            passed += 1
            used.add((name, suite, peer))
            outcome = "known"
        else:
            failed += 1
            outcome = "FAIL"
        if outcome == "FAIL" or options.verbose:
            print(f"{outcome:5} {name} | {suite} | {peer} | {verdict} {words}{' | ' + reason if reason else ''}")
    if options.table:
        with open(options.table, "w", encoding="utf-8") as out:
            out.writelines("\t".join(row) + "\n" for row in rows)
    if not options.only:
        for key in sorted(set(known) - used):
            if any(key[0] == entry[0] for entry in files):
                failed += 1
                print(f"FAIL  {' | '.join(key)}: listed as a disagreement, but there is none (any more)")
    for habit, count in sorted(habits.items()):
        print(f"permitted, {count} times: {dump.HABITS[habit]}")
    if not files:
        print("tests/peers: no test files on this machine")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
