"""Subsets of packets, put together by shared/j2k: other decoders must make the samples of the whole codestream at that quality.

    subsets.py [--verbose]      needs subset_writer of native-release, opj_decompress, grk_decompress
"""

import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
WRITER = os.path.join(TOP, "build/native-release/bench/peers/subset_writer")
DECODERS = ("opj_decompress", "grk_decompress")
# OpenJPEG's and Grok's command lines number resolutions alike: -r leaves out that many.


def known_fault(program, name, reduce):
    """Grok 10.0.5 dies, or writes other samples each time, at a reduced size above 8 bits: with whole codestreams too."""
    return program == "grk_decompress" and "12" in name and reduce != "0"


def netpbm(path):
    """(width, height, maximum, bytes of the samples)"""
    with open(path, "rb") as file:
        data = file.read()
    fields, at = [], 0
    while len(fields) < 4:
        while data[at : at + 1].isspace():
            at += 1
        if data[at : at + 1] == b"#":
            at = data.index(b"\n", at)
            continue
        end = at
        while not data[end : end + 1].isspace():
            end += 1
        fields.append(data[at:end])
        at = end
    return tuple(int(field) for field in fields[1:]) + (data[at + 1 :],)


def decode(program, folder, name, reduce, suffix):
    out = os.path.join(folder, f"{name}.{program}{suffix}")
    done = subprocess.run([program, "-i", os.path.join(folder, name + ".j2k"), "-o", out, "-r", reduce], capture_output=True, text=True, timeout=60)
    if not os.path.exists(out):
        return None, (done.stderr or done.stdout).strip()[-160:]
    return netpbm(out), ""


def main():
    if not os.access(WRITER, os.X_OK):
        print("subsets: subset_writer is not built (scripts/build native)")
        return 2
    passed = failed = skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([WRITER, folder], check=True)
        with open(os.path.join(folder, "list.txt"), encoding="ascii") as file:
            subsets = [line.split() for line in file]
        for program in DECODERS:
            if shutil.which(program) is None:
                skipped += len(subsets)
                continue
            for name, reduce, components in subsets:
                suffix = ".ppm" if components == "3" else ".pgm"
                wanted = netpbm(os.path.join(folder, name + suffix))
                if known_fault(program, name, reduce):
                    skipped += 1
                    if "--verbose" in sys.argv:
                        print(f"skip  {name} | {program} | {known_fault.__doc__}")
                    continue
                found, words = decode(program, folder, name, reduce, suffix)
                if found == wanted:
                    passed += 1
                    continue
                failed += 1
                print(f"FAIL  {name} | {program} | {words or 'other samples'}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
