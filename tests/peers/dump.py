"""DICOM JSON (PS3.18 F): sansfilm dump against dcm2json and pydicom, attribute by attribute; binary values against gdcmraw."""

import base64
import json
import math
import struct
import warnings

import readers

BINARY = {"OB", "OD", "OF", "OL", "OV", "OW", "UN"}

# Differences that the standard leaves open or that every file of a kind shows, with the clause. Only what is in this list is let
# pass; what concerns one file is a row of disagreements.tsv.
HABITS = {
    "charset": "pydicom keeps (0008,0005) of the file beside text that is UTF-8; it shall be ISO_IR 192 then: PS3.18 F.2.2",
    "private": "the VR of a private element in UN or in implicit VR is known to its maker only; the peer has a list of some "
    "makers' elements, UN is right too: PS3.5 6.2.2",
}


def check(path, dataset):
    try:
        mine = readers.json_by_us(path)
    except (readers.Refused, ValueError) as error:
        return [("-", "we-refuse", str(error)[:140])]
    rows = []
    for name, read in (("DCMTK", lambda: readers.json_by_dcmtk(path, dataset)), ("pydicom", lambda: by_pydicom(dataset))):
        try:
            theirs = read()
        except Exception as error:  # a peer may fail in any way: its words are the row
            rows.append((name, "peer-refuses", f"{type(error).__name__}: {error}"[:140]))
            continue
        asked = mine if "7FE00010" in theirs else {tag: mine[tag] for tag in mine if tag < "7FE00010"}
        differences = list(compare(asked if name == "DCMTK" else mine, theirs, ""))
        habits = {words for words in differences if words in HABITS}
        differences = [words for words in differences if words not in HABITS]
        if differences:
            rows.append((name, "differs", f"{len(differences)}: {'; '.join(differences[:3])}"[:300]))
        else:
            rows.append((name, "permitted" if habits else "equal", ", ".join(sorted(habits))))
    return rows + raw_values(path, mine)


def raw_values(path, mine):
    """Each binary value of the top level against the bytes that gdcmraw takes out of the file."""
    tags = [tag for tag, element in mine.items() if element.get("InlineBinary") and element["vr"] in BINARY]
    wrong = []
    for tag in tags[:4]:  # a file has few; private ones may be hundreds
        try:
            theirs = readers.raw_by_gdcm(path, tag)
        except readers.Refused as error:
            return [("GDCM", "peer-refuses", str(error))]
        if base64.b64decode(mine[tag]["InlineBinary"]) != theirs:
            wrong.append(tag)
    if not tags:
        return []
    return [("GDCM", "differs", " ".join(wrong)) if wrong else ("GDCM", "equal", "")]


def by_pydicom(dataset):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return json.loads(dataset.to_json(bulk_data_threshold=1 << 30, suppress_invalid_tags=False))


def compare(a, b, where):
    """Differences between two JSON datasets, in words, without values of text attributes (they may be patient data)."""
    for tag in sorted(set(a) | set(b)):
        place = f"{where}{tag}"
        if tag not in a or tag not in b:
            present = a.get(tag) or b.get(tag)
            if tag[4:] == "0000":
                continue  # group lengths: retired, readers drop or keep them
            yield f"{place} {present.get('vr')} only {'here' if tag in a else 'there'}"
            continue
        vr, other = a[tag].get("vr"), b[tag].get("vr")
        if vr != other:
            is_private = int(tag[3], 16) % 2 == 1
            yield "private" if is_private and vr == "UN" else f"{place} VR {vr} against {other}"
            continue
        if vr in BINARY:
            if "InlineBinary" in a[tag] and "InlineBinary" in b[tag] and a[tag]["InlineBinary"] != b[tag]["InlineBinary"]:
                yield f"{place} binary differs"
            continue
        x, y = trimmed(a[tag].get("Value", []), vr), trimmed(b[tag].get("Value", []), vr)
        if vr == "SQ":
            if len(x) != len(y):
                yield f"{place} {len(x)} items against {len(y)}"
                continue
            for number, (first, second) in enumerate(zip(x, y), 1):
                yield from compare(first or {}, second or {}, f"{place}[{number}].")
        elif not same(x, y, vr):
            yield "charset" if tag == "00080005" and x == ["ISO_IR 192"] else f"{place} {vr} value differs"


def trimmed(values, vr):
    """Without empty values at the end, and without empty components of names (PS3.5 6.2.1): writers differ in keeping them."""
    if vr == "PN":
        values = [{group: text for group in value or {} if (text := value[group].rstrip("^ "))} for value in values]
    values = list(values)
    while values and values[-1] in (None, "", {}):
        values.pop()
    return values


def same(x, y, vr):
    return len(x) == len(y) and all(same_value(p, q, vr) for p, q in zip(x, y))


def same_value(p, q, vr):
    if p in (None, "", {}) and q in (None, "", {}):
        return True
    try:
        if vr == "FL":  # the shortest text that reads back as the same 32-bit value is as good as a longer one
            return struct.pack("<f", float(p)) == struct.pack("<f", float(q))
        return math.isclose(float(p), float(q), rel_tol=1e-12, abs_tol=1e-15)
    except (TypeError, ValueError):
        return p == q if isinstance(p, dict) else str(p).strip() == str(q).strip()
