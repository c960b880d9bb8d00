"""The independent readers, each behind one function: a file in, stored values out, or a refusal in the reader's words.

Stored values are a list of frames; a frame is an int64 array [rows, columns, samples]. Every function decodes all frames.
"""

import io
import os
import re
import subprocess
import tempfile
import zlib

import numpy
import pydicom
from pydicom.encaps import generate_pixel_data_frame

TIMEOUT_S = 60

JPEG = {f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70)}
JPEG_LS = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"}
JPEG_2000 = {f"1.2.840.10008.1.2.4.{n}" for n in (90, 91, 92, 93)}
HTJ2K = {f"1.2.840.10008.1.2.4.{n}" for n in (201, 202, 203)}
RLE = {"1.2.840.10008.1.2.5"}
DEFLATED_FRAME = {"1.2.840.10008.1.2.8.1"}
NATIVE = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"}
LOSSY = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"}


class Refused(Exception):
    """The reader said no; its words, shortened."""


class NotApplicable(Exception):
    """This reader does not read this kind of file."""


def run(command, accepted=(0,)):
    try:
        done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired as late:
        raise Refused(f"no answer in {TIMEOUT_S} s") from late
    if done.returncode not in accepted:
        words = (done.stderr + done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise Refused(f"exit {done.returncode}: {words[-1][:100] if words else ''}")
    return done


def syntax_of(dataset):
    return str(getattr(dataset.file_meta, "TransferSyntaxUID", "1.2.840.10008.1.2"))


def frame_count(dataset):
    try:
        return int(getattr(dataset, "NumberOfFrames", 1) or 1)
    except ValueError:  # no number there: one frame, as without the attribute
        return 1


def from_words(dataset, raw, masked=True, sample_bytes=None):
    """Native pixel bytes (little endian unless the dataset says otherwise) as frames of stored values."""
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    samples = int(getattr(dataset, "SamplesPerPixel", 1))
    allocated = int(dataset.BitsAllocated)
    frames = frame_count(dataset)
    big = syntax_of(dataset) == "1.2.840.10008.1.2.2"
    photometric = str(getattr(dataset, "PhotometricInterpretation", ""))
    if photometric == "YBR_FULL_422" and syntax_of(dataset) in NATIVE:
        return from_422(raw, rows, columns, frames)
    count = rows * columns * samples * frames
    if allocated == 1:
        bits = numpy.unpackbits(numpy.frombuffer(raw, numpy.uint8), bitorder="little")
        values = bits[:count].astype(numpy.int64)
    elif allocated == 12:
        triples = numpy.frombuffer(raw, numpy.uint8)[: count * 3 // 2].reshape(-1, 3).astype(numpy.int64)
        first = triples[:, 0] | ((triples[:, 1] & 0x0F) << 8)
        second = (triples[:, 1] >> 4) | (triples[:, 2] << 4)
        values = numpy.stack([first, second], axis=1).reshape(-1)
    else:
        kind = numpy.dtype(f"{'>' if big else '<'}u{allocated // 8}")
        if len(raw) < count * kind.itemsize:
            raise Refused(f"{len(raw)} of {count * kind.itemsize} bytes")
        data = numpy.frombuffer(raw, kind, count)
        if big and allocated == 8:
            words = numpy.frombuffer(raw[: len(raw) // 2 * 2], "<u2").byteswap().tobytes()
            is_words = dataset["PixelData"].VR == "OW"
            data = numpy.frombuffer(words if is_words else raw, numpy.uint8, count)
        values = data.astype(numpy.int64)
    if masked and allocated not in (1, 12):
        values = significant(values, dataset)
    if int(getattr(dataset, "PlanarConfiguration", 0) or 0) == 1 and samples > 1:
        return list(values.reshape(frames, samples, rows, columns).transpose(0, 2, 3, 1))
    return list(values.reshape(frames, rows, columns, samples))


def significant(values, dataset):
    """Bits Stored bits below High Bit, sign-extended where Pixel Representation says so. PS3.5 8.1.1."""
    stored, high = int(dataset.BitsStored), int(getattr(dataset, "HighBit", dataset.BitsStored - 1))
    values = (values >> (high - stored + 1)) & ((1 << stored) - 1)
    if int(getattr(dataset, "PixelRepresentation", 0)) == 1:
        sign = 1 << (stored - 1)
        values = (values ^ sign) - sign
    return values


def from_422(raw, rows, columns, frames):
    """Y1 Y2 Cb Cr for two pixels, chroma repeated. PS3.3 C.7.6.3.1.2."""
    quads = numpy.frombuffer(raw, numpy.uint8, rows * columns * 2 * frames).reshape(frames, rows, columns // 2, 4)
    out = numpy.empty((frames, rows, columns, 3), numpy.int64)
    out[:, :, 0::2, 0], out[:, :, 1::2, 0] = quads[..., 0], quads[..., 1]
    for channel in (1, 2):
        out[:, :, 0::2, channel] = out[:, :, 1::2, channel] = quads[..., channel + 1]
    return list(out)


# --- the readers ------------------------------------------------------------------------------------------------------


OURS_INCOMPLETE = 3  # exit status of sansfilm: done, but something of the file was found wrong


def ours(path, frames):
    """sansfilm pixels: the frames one by one, with what it says of each."""
    answers = []
    for number in range(1, frames + 1):
        with tempfile.NamedTemporaryFile() as out:
            command = [os.environ["SANSFILM"], "pixels", path, "--frame", str(number), "--out", out.name]
            done = run(command, accepted=(0, OURS_INCOMPLETE))
            answers.append((describe(done.stdout.decode()), out.read()))
    return answers


def describe(text):
    import json

    return json.loads(text.strip().splitlines()[-1])


def as_array(description, raw):
    kinds = {"integer": "i" if description["signed"] else "u", "float32": "f", "float64": "f"}
    kind = numpy.dtype(f"<{kinds[description['kind']]}{description['bytes_per_sample']}")
    shape = (description["rows"], description["columns"], description["samples"])
    values = numpy.frombuffer(raw, kind).reshape(shape)
    return values.astype(numpy.float64 if kind.kind == "f" else numpy.int64)


def pydicom_native(path, dataset):
    if syntax_of(dataset) not in NATIVE:
        raise NotApplicable
    for name, kind in (("FloatPixelData", "<f4"), ("DoubleFloatPixelData", "<f8")):
        if name in dataset:
            shape = (frame_count(dataset), dataset.Rows, dataset.Columns, int(getattr(dataset, "SamplesPerPixel", 1)))
            return list(numpy.frombuffer(getattr(dataset, name), kind).reshape(shape).astype(numpy.float64))
    return from_words(dataset, dataset.PixelData)


def deflated_frames(path, dataset):
    if syntax_of(dataset) not in DEFLATED_FRAME:
        raise NotApplicable
    frames = [zlib.decompress(f, -15) for f in generate_pixel_data_frame(dataset.PixelData, frame_count(dataset))]
    count = int(dataset.Rows) * int(dataset.Columns)
    return [
        numpy.unpackbits(numpy.frombuffer(f, numpy.uint8), bitorder="little")[:count]
        .reshape(dataset.Rows, dataset.Columns, 1).astype(numpy.int64)
        for f in frames
    ]


def by_dcmtk(path, dataset):
    syntax = syntax_of(dataset)
    tool = "dcmdjpeg" if syntax in JPEG else "dcmdjpls" if syntax in JPEG_LS else "dcmdrle" if syntax in RLE else None
    if tool is None:
        raise NotApplicable
    options = {"dcmdjpeg": ["+cn", "+px"], "dcmdjpls": ["+px"], "dcmdrle": []}[tool]
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.dcm")
        run([tool, *options, path, out])
        plain = pydicom.dcmread(out)
        return from_words(plain, plain.PixelData)


def by_gdcm(path, dataset):
    if syntax_of(dataset) in NATIVE or syntax_of(dataset) in DEFLATED_FRAME | HTJ2K:
        raise NotApplicable
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.dcm")
        run(["gdcmconv", "--raw", path, out])
        plain = pydicom.dcmread(out)
        return from_words(plain, plain.PixelData), str(plain.PhotometricInterpretation)


def codestreams(dataset):
    for frame in generate_pixel_data_frame(dataset.PixelData, frame_count(dataset)):
        start = frame.find(b"\xff\x4f\xff\x51")
        yield frame[max(start, 0):]


def siz(codestream):
    """Components, bits and sign of component 0 from SIZ. ISO 15444-1 A.5.1."""
    components = int.from_bytes(codestream[40:42], "big")
    depth = codestream[42]
    return components, (depth & 0x7F) + 1, bool(depth & 0x80)


def by_openjpeg(path, dataset):
    if syntax_of(dataset) not in JPEG_2000 | HTJ2K:
        raise NotApplicable
    frames = []
    with tempfile.TemporaryDirectory() as folder:
        for codestream in codestreams(dataset):
            source, out = os.path.join(folder, "in.j2k"), os.path.join(folder, "out.rawl")
            with open(source, "wb") as file:
                file.write(codestream)
            run(["opj_decompress", "-i", source, "-o", out])
            components, bits, signed = siz(codestream)
            planes = numpy.fromfile(out, "u1" if bits <= 8 else "<u2").reshape(components, dataset.Rows, dataset.Columns)
            values = planes.transpose(1, 2, 0).astype(numpy.int64)
            if signed:  # the tool writes the low bits of the two's complement
                values = (values ^ (1 << (bits - 1))) - (1 << (bits - 1))
            frames.append(values)
    return frames


def by_openjph(path, dataset):
    if syntax_of(dataset) not in HTJ2K:
        raise NotApplicable
    frames = []
    with tempfile.TemporaryDirectory() as folder:
        for codestream in codestreams(dataset):
            components, bits, signed = siz(codestream)
            if signed:
                raise NotApplicable  # its PGM writer has no sign
            source = os.path.join(folder, "in.j2c")
            out = os.path.join(folder, "out.pgm" if components == 1 else "out.ppm")
            with open(source, "wb") as file:
                file.write(codestream)
            run(["ojph_expand", "-i", source, "-o", out])
            frames.append(read_pnm(out))
    return frames


def read_pnm(path):
    with open(path, "rb") as file:
        data = file.read()
    header = re.match(rb"P([56])\s+(?:#.*\n)?(\d+)\s+(\d+)\s+(\d+)\s", data)
    if header is None:
        raise Refused("not a PNM picture")
    samples = 1 if header[1] == b"5" else 3
    columns, rows, top = (int(header[i]) for i in (2, 3, 4))
    kind = ">u2" if top > 255 else "u1"
    values = numpy.frombuffer(data, kind, rows * columns * samples, header.end())
    return values.reshape(rows, columns, samples).astype(numpy.int64)


def rendered_by_dcmtk(path, dataset, frame, window):
    """One frame as 8-bit PNM by DCMTK's renderer, overlays shown, with the window (None: as the file says, no VOI).

    JPEG 2000, which DCMTK 3.6.7 does not decode, is made native by GDCM first."""
    syntax = syntax_of(dataset)
    if syntax in HTJ2K | DEFLATED_FRAME:
        raise NotApplicable
    tool = "dcmj2pnm" if syntax in JPEG else "dcml2pnm" if syntax in JPEG_LS else "dcm2pnm"
    with tempfile.TemporaryDirectory() as folder:
        source, out = path, os.path.join(folder, "out.pnm")
        if syntax in JPEG_2000:
            source = os.path.join(folder, "native.dcm")
            run(["gdcmconv", "--raw", path, source])
        options = ["+Ww", str(window[0]), str(window[1])] if window else []
        run([tool, "+op", "+F", str(frame), *options, source, out])
        return read_pnm(out)


def read_png(path):
    from PIL import Image

    with Image.open(path) as image:
        values = numpy.asarray(image).astype(numpy.int64)
    return values.reshape(*values.shape[:2], -1)


def rendered_by_us(path, frame, window):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.png")
        options = ["--window", f"{window[0]},{window[1]}"] if window else []
        run([os.environ["SANSFILM"], "render", path, "--frame", str(frame), *options, "--out", out])
        return read_png(out)


def json_by_us(path):
    import json

    return json.loads(run([os.environ["SANSFILM"], "dump", "--bulk", path], accepted=(0, OURS_INCOMPLETE)).stdout)


def json_by_dcmtk(path, dataset):
    """dcm2json; of an encapsulated file what comes before Pixel Data, because 3.6.7 refuses the rest."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        source = path
        if syntax_of(dataset) not in NATIVE and "PixelData" in dataset:
            source = os.path.join(folder, "before_pixels.dcm")
            with open(path, "rb") as file, open(source, "wb") as out:
                pydicom.dcmread(file, stop_before_pixels=True, force=True)
                end = file.tell()
                file.seek(0)
                out.write(file.read(end))
        done = run(["dcm2json", "-fc", source])
    return json.loads(done.stdout.decode("utf-8", "replace"))


def raw_by_gdcm(path, tag):
    """The bytes of one top-level value by gdcmraw."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.raw")
        run(["gdcmraw", "-i", path, "-t", f"{tag[:4]},{tag[4:]}", "-o", out])
        with open(out, "rb") as file:
            return file.read()


def read_quietly(path):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(path, force=True)
