"""Stored values: each frame of each file through sansfilm and through every reader that can read its transfer syntax."""

import numpy

import readers

PEERS = {
    "pydicom": readers.pydicom_native,
    "zlib+numpy": readers.deflated_frames,
    "DCMTK": readers.by_dcmtk,
    "GDCM": readers.by_gdcm,
    "OpenJPEG": readers.by_openjpeg,
    "OpenJPH": readers.by_openjph,
}


def check(path, dataset):
    """Rows (peer, verdict, words); verdict: equal, within-one, differs, peer-refuses, we-refuse."""
    if not any(name in dataset for name in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return []
    try:
        answers = readers.ours(path, readers.frame_count(dataset))
        mine = [readers.as_array(*answer) for answer in answers]
        refusal = None
    except (readers.Refused, ValueError) as error:
        answers, mine, refusal = [], [], str(error)
    rows = []
    for name, read in PEERS.items():
        try:
            theirs = read(path, dataset)
        except readers.NotApplicable:
            continue
        except Exception as error:  # a peer may fail in any way: its words are the row
            rows.append((name, "peer-refuses", f"{type(error).__name__}: {error}"[:140]))
            continue
        if refusal is not None:
            rows.append((name, "we-refuse", refusal))
            continue
        photometric = None
        if isinstance(theirs, tuple):
            theirs, photometric = theirs
        declared = str(getattr(dataset, "PhotometricInterpretation", ""))
        rows.append((name, *compare(mine, answers, theirs, photometric if photometric != declared else None)))
    if not rows and refusal is not None:
        rows.append(("-", "we-refuse", refusal))
    return rows


def compare(mine, answers, theirs, photometric):
    worst = 0
    for number, (a, b) in enumerate(zip(mine, theirs, strict=True), 1):
        b = in_our_colours(b, answers[number - 1][0]["colour"], photometric)
        if a.shape != b.shape:
            return "differs", f"frame {number}: {a.shape} against {b.shape}"
        apart = int(numpy.abs(a - b).max()) if a.size else 0
        if apart > 1:
            where = numpy.unravel_index(numpy.abs(a - b).argmax(), a.shape)
            return "differs", f"frame {number}: {apart} apart at row {where[0]} column {where[1]} ({a[where]} against {b[where]})"
        worst = max(worst, apart)
    return ("equal", "") if worst == 0 else ("within-one", "")


def in_our_colours(values, ours, photometric):
    """GDCM turns YBR_FULL of JPEG into RGB on the way; PS3.3 C.7.6.3.1.2 turns it back."""
    if photometric != "RGB" or not ours.startswith("ybr") or values.shape[2] != 3:
        return values
    r, g, b = (values[..., i].astype(numpy.float64) for i in range(3))
    y = 0.2990 * r + 0.5870 * g + 0.1140 * b
    cb = -0.168736 * r - 0.331264 * g + 0.5 * b + 128
    cr = 0.5 * r - 0.418688 * g - 0.081312 * b + 128
    return numpy.rint(numpy.stack([y, cb, cr], axis=2)).clip(0, 255).astype(numpy.int64)
