#!/usr/bin/env python3
"""count_tests LOG: prints "passed failed skipped" as the log of one test suite tells them.

Understands doctest's summary (a test case that says "skipped:" in a MESSAGE counts as skipped, not as passed), Python's
unittest, and the plain line "N passed, N failed[, N skipped]". Prints "0 0 0" when the log tells nothing.
"""
import re
import sys

ANSI = re.compile(r"\x1b\[[0-9;]*m")
DOCTEST = re.compile(r"test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed")
PLAIN = re.compile(r"^(?:\S+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in", re.M)
UNITTEST_FAULT = re.compile(r"(failures|errors|skipped)=(\d+)")


def doctest(text):
    summary = DOCTEST.findall(text)[-1:]
    if not summary:
        return None
    passed, failed = map(int, summary[0])
    skipped, name = set(), ""
    for line in text.splitlines():
        if line.startswith("TEST CASE:"):
            name = line
        elif "message: skipped" in line.lower():
            skipped.add(name)
    count = min(len(skipped), passed)
    return passed - count, failed, count


def plain(text):
    found = PLAIN.findall(text)
    return tuple(int(n or 0) for n in found[-1]) if found else None


def unittest(text):
    found = UNITTEST.findall(text)
    if not found:
        return None
    faults = {name: int(n) for name, n in UNITTEST_FAULT.findall(text[text.rindex("Ran "):])}
    failed, skipped = faults.get("failures", 0) + faults.get("errors", 0), faults.get("skipped", 0)
    return int(found[-1]) - failed - skipped, failed, skipped


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        text = ANSI.sub("", log.read())
    counts = doctest(text) or plain(text) or unittest(text) or (0, 0, 0)
    print(*counts)


if __name__ == "__main__":
    main()
