"""The rendered picture: sansfilm render against DCMTK's renderer with the same window, within one grey level."""

import numpy

import readers

GREY = ("MONOCHROME1", "MONOCHROME2")


def check(path, dataset):
    if "PixelData" not in dataset:
        return []
    window = window_of(dataset)
    rows = []
    for frame in sorted({1, readers.frame_count(dataset)}):
        try:
            theirs = readers.rendered_by_dcmtk(path, dataset, frame, window)
        except readers.NotApplicable:
            return []
        except readers.Refused as error:
            return [("DCMTK", "peer-refuses", str(error)[:140])]
        try:
            mine = readers.rendered_by_us(path, frame, in_our_units(window, dataset))
        except (readers.Refused, ValueError) as error:
            return [("DCMTK", "we-refuse", str(error)[:140])]
        rows.append(("DCMTK", *compare(mine, theirs, frame)))
    bad = [row for row in rows if row[1] == "differs"]
    return bad[:1] or rows[:1]


def window_of(dataset):
    """The file's first window, or the full range of a grey file without one; None for colour."""
    if str(getattr(dataset, "PhotometricInterpretation", "")) not in GREY:
        return None
    for name in ("WindowCenter",):
        if getattr(dataset, name, None) not in (None, ""):
            first = lambda value: float(value[0] if hasattr(value, "__len__") and not isinstance(value, str) else value)
            return first(dataset.WindowCenter), first(dataset.WindowWidth)
    stored = int(dataset.BitsStored)
    signed = int(getattr(dataset, "PixelRepresentation", 0)) == 1
    slope = float(getattr(dataset, "RescaleSlope", 1) or 1)
    intercept = float(getattr(dataset, "RescaleIntercept", 0) or 0)
    return (0 if signed else 2 ** (stored - 1)) * slope + intercept, 2**stored * slope


def in_our_units(window, dataset):
    """Our window is in Gy where there is a Dose Grid Scaling (PS3.3 C.8.8.3); DCMTK's is in stored values."""
    scale = float(getattr(dataset, "DoseGridScaling", 1) or 1)
    return window if window is None else (window[0] * scale, window[1] * scale)


def compare(mine, theirs, frame):
    if mine.shape[2] == 3 and theirs.shape[2] == 1:
        theirs = numpy.repeat(theirs, 3, axis=2)
    if theirs.shape[2] == 3 and mine.shape[2] == 1:
        mine = numpy.repeat(mine, 3, axis=2)
    if mine.shape[2] == 4:
        mine = mine[..., :3]
    if mine.shape != theirs.shape:
        return "differs", f"frame {frame}: {mine.shape} against {theirs.shape}"
    apart = numpy.abs(mine - theirs)
    if apart.max() > 1:
        share = float((apart > 1).mean())
        return "differs", f"frame {frame}: {int(apart.max())} grey levels apart, {share:.2%} of the samples by more than one"
    return ("equal", "") if apart.max() == 0 else ("within-one", "")
