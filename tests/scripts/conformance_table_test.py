#!/usr/bin/env python3
"""docs/conformance.md has no row without a test, and every test that it names exists."""
import os
import re
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMED = re.compile(r'`(tests/[^`]+)`(?:: "([^"]+)")?')


def rows():
    with open(os.path.join(TOP, "docs/conformance.md"), encoding="utf-8") as page:
        for line in page:
            cells = line.split(" | ")
            if line.startswith("| ") and len(cells) == 3 and cells[0] != "| what":
                yield cells[0], cells[1]


class ConformanceTable(unittest.TestCase):
    def test_every_row_names_a_test_that_exists(self):
        found = list(rows())
        self.assertGreater(len(found), 40)
        for what, tests in found:
            named = NAMED.findall(tests)
            self.assertTrue(named, f"no test: {what}")
            for path, name in named:
                with open(os.path.join(TOP, path), encoding="utf-8") as source:
                    self.assertIn(name, source.read(), f"{path} has no such test")


if __name__ == "__main__":
    unittest.main()
