#!/usr/bin/env python3
"""docs/conformance.md and docs/features.md have no row without a test, and every test that they name exists."""
import os
import re
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMED = re.compile(r'`(tests/[^`]+)`(?:: "([^"]+)")?')


def rows(page, columns):
    with open(os.path.join(TOP, page), encoding="utf-8") as lines:
        for line in lines:
            cells = line.strip().strip("|").split(" | ")
            if line.startswith("| ") and len(cells) == columns and cells[0].strip() != "what":
                yield cells[0], cells[1]


class TestsThatAreNamed(unittest.TestCase):
    def check(self, page, columns, at_least):
        found = list(rows(page, columns))
        self.assertGreater(len(found), at_least)
        for what, tests in found:
            named = NAMED.findall(tests)
            self.assertTrue(named, f"no test: {what}")
            for path, name in named:
                with open(os.path.join(TOP, path), encoding="utf-8") as source:
                    self.assertIn(name, source.read(), f"{path} has no such test")

    def test_every_row_of_conformance_names_a_test_that_exists(self):
        self.check("docs/conformance.md", 3, 40)

    def test_every_row_of_features_names_a_test_that_exists(self):
        self.check("docs/features.md", 2, 10)


if __name__ == "__main__":
    unittest.main()
