"""The counter of test results reads every suite's closing words, and never invents a pass."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

COUNT = pathlib.Path(__file__).parents[2] / "scripts/lib/count_tests.py"


def counts(text):
    with tempfile.NamedTemporaryFile("w", suffix=".log", encoding="utf-8") as log:
        log.write(text)
        log.flush()
        return subprocess.run([sys.executable, COUNT, log.name], capture_output=True, text=True, check=True).stdout.split()


class CountTests(unittest.TestCase):
    def test_doctest(self):
        self.assertEqual(counts("[doctest] test cases:  7 |  6 passed | 1 failed | 0 skipped\n"), ["6", "1", "0"])

    def test_a_doctest_case_that_says_skipped_is_not_passed(self):
        log = "TEST CASE:  a\n\nx.cpp:1: MESSAGE: skipped: no data\n[doctest] test cases: 3 | 3 passed | 0 failed |\n"
        self.assertEqual(counts(log), ["2", "0", "1"])

    def test_the_plain_line_counts_and_the_last_one_wins(self):
        self.assertEqual(counts("1 passed, 0 failed\nbrowser: 12 passed, 2 failed, 3 skipped\n"), ["12", "2", "3"])

    def test_unittest(self):
        self.assertEqual(counts("Ran 9 tests in 1s\n\nFAILED (failures=1, errors=1)\n"), ["7", "2", "0"])

    def test_a_log_without_a_summary_counts_nothing(self):
        self.assertEqual(counts("Segmentation fault\n"), ["0", "0", "0"])


if __name__ == "__main__":
    unittest.main()
