"""The layer check refuses what it must: each test builds a tiny tree with one fault."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).parents[2] / "scripts/check_layers"
LAYERS = """shared/base\t-\t-\tall
shared/json\tshared/base\tyyjson:json.cpp\tall
wasm/bridge\tshared/base\temscripten\tall
"""
LIBRARIES = """yyjson\tdeps::yyjson\tyyjson\\.h
emscripten\t-\temscripten/.*|emscripten\\.h
"""


class CheckLayers(unittest.TestCase):
    def run_on(self, files, layers=LAYERS):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            tree = {
                "cmake/layers.tsv": layers,
                "cmake/libraries.tsv": LIBRARIES,
                "shared/base/a.hpp": "#include <vector>\n",
                "shared/json/json.cpp": '#include <yyjson.h>\n#include "shared/base/a.hpp"\n',
                "wasm/bridge/b.cpp": "#include <emscripten.h>\n#ifdef __EMSCRIPTEN__\n#endif\n",
            }
            for name, text in {**tree, **files}.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True, check=False)

    def assert_refused(self, files, where, **more):
        result = self.run_on(files, **more)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(where, result.stdout)

    def test_a_tree_that_keeps_the_table_passes(self):
        result = self.run_on({})
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_a_room_that_includes_a_room_above_it_is_refused(self):
        self.assert_refused({"shared/base/b.cpp": '\n#include "shared/json/json.hpp"\n'},
                            "shared/base/b.cpp:2: shared/base may not include shared/json")

    def test_a_library_outside_its_room_is_refused(self):
        self.assert_refused({"shared/base/b.cpp": "#include <yyjson.h>\n"}, "shared/base/b.cpp:1: yyjson.h belongs to yyjson")

    def test_a_library_outside_its_file_is_refused(self):
        self.assert_refused({"shared/json/other.cpp": "#include <yyjson.h>\n"}, "only json.cpp may include it")

    def test_emscripten_outside_the_bridge_is_refused(self):
        self.assert_refused({"shared/base/b.cpp": "#ifdef __EMSCRIPTEN__\n#endif\n"}, "shared/base/b.cpp:1: Emscripten")
        self.assert_refused({"shared/base/b.cpp": "#include <emscripten/html5.h>\n"}, "shared/base/b.cpp:1: emscripten/html5.h")

    def test_threads_output_and_throw_in_shared_are_refused(self):
        self.assert_refused({"shared/base/b.cpp": "#include <thread>\n"}, "shared/base/b.cpp:1: thread")
        self.assert_refused({"shared/base/b.cpp": 'void f() { printf("x"); }\n'}, "shared/base/b.cpp:1: printf(")
        self.assert_refused({"shared/base/b.cpp": "void f() { throw 1; }\n"}, "shared/base/b.cpp:1: throw")

    def test_a_word_in_a_comment_or_a_text_is_no_fault(self):
        result = self.run_on({"shared/base/b.cpp": '// we never throw\nconst char* t = "throw";\n'})
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_a_folder_without_a_row_is_refused(self):
        self.assert_refused({"shared/new/a.cpp": "\n"}, "shared/new is missing from cmake/layers.tsv")

    def test_a_cycle_in_the_table_is_refused(self):
        self.assert_refused({}, "a cycle", layers=LAYERS.replace("shared/base\t-\t", "shared/base\tshared/json\t"))


if __name__ == "__main__":
    unittest.main()
