"""DICOM JSON (PS3.18 F): sansfilm dump against dcm2json and pydicom, attribute by attribute."""

import math

import readers

BINARY = {"OB", "OD", "OF", "OL", "OV", "OW", "UN"}


def check(path, dataset):
    try:
        mine = readers.json_by_us(path)
    except (readers.Refused, ValueError) as error:
        return [("-", "we-refuse", str(error)[:140])]
    rows = []
    for name, read in (("DCMTK", lambda: readers.json_by_dcmtk(path)), ("pydicom", lambda: by_pydicom(dataset))):
        try:
            theirs = read()
        except Exception as error:  # a peer may fail in any way: its words are the row
            rows.append((name, "peer-refuses", f"{type(error).__name__}: {error}"[:140]))
            continue
        differences = list(compare(mine, theirs, ""))
        rows.append((name, "differs", "; ".join(differences[:3])[:300]) if differences else (name, "equal", ""))
    return rows


def by_pydicom(dataset):
    import json
    import warnings

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
        if a[tag].get("vr") != b[tag].get("vr"):
            yield f"{place} VR {a[tag].get('vr')} against {b[tag].get('vr')}"
            continue
        vr = a[tag]["vr"]
        if vr in BINARY:
            if "InlineBinary" in a[tag] and "InlineBinary" in b[tag] and a[tag]["InlineBinary"] != b[tag]["InlineBinary"]:
                yield f"{place} binary differs"
            continue
        x, y = trimmed(a[tag].get("Value", [])), trimmed(b[tag].get("Value", []))
        if vr == "SQ":
            if len(x) != len(y):
                yield f"{place} {len(x)} items against {len(y)}"
                continue
            for number, (first, second) in enumerate(zip(x, y), 1):
                yield from compare(first or {}, second or {}, f"{place}[{number}].")
        elif not same(x, y):
            yield f"{place} {vr} value differs"


def trimmed(values):
    """Without empty values at the end: writers differ in whether they keep them."""
    values = list(values)
    while values and values[-1] in (None, "", {}):
        values.pop()
    return values


def same(x, y):
    if len(x) != len(y):
        return False
    return all(same_value(p, q) for p, q in zip(x, y))


def same_value(p, q):
    if p in (None, "", {}) and q in (None, "", {}):
        return True
    if isinstance(p, dict) and isinstance(q, dict):
        groups = ("Alphabetic", "Ideographic", "Phonetic")
        return all((p.get(g) or "").rstrip("^ ") == (q.get(g) or "").rstrip("^ ") for g in groups)
    try:
        return math.isclose(float(p), float(q), rel_tol=1e-9, abs_tol=1e-12)
    except (TypeError, ValueError):
        return str(p).strip() == str(q).strip()
