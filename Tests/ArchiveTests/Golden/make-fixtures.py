"""Makes the files beside it with other programs' own writers: zipfile, gzip, pyarrow and pandas.

    python make-fixtures.py        # in this folder; needs pyarrow and pandas

expected.json holds what those libraries read back: instants in the column's own unit, numbers as
the bits of their doubles, null where a value is missing.
"""
import gzip
import io
import json
import random
import struct
import zipfile

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather

EXPECTED = {}
NOTES = json.dumps([{"pair": f"X{i % 7}/BTC", "profit": i / 7} for i in range(60)]).encode()


def zips():
    date = (2026, 9, 1, 12, 30, 2)
    with zipfile.ZipFile("backtest.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("result.json", date), NOTES, zipfile.ZIP_DEFLATED)
        z.writestr(zipfile.ZipInfo("folder/", date), b"")
        z.writestr(zipfile.ZipInfo("folder/stored ü.txt", date), b"stored\n", zipfile.ZIP_STORED)
        z.writestr(zipfile.ZipInfo("empty", date), b"", zipfile.ZIP_DEFLATED)
        z.comment = b"a comment"

    class Stream(io.RawIOBase):  # Not seekable: sizes follow the data.
        def __init__(self):
            self.data = b""

        def writable(self):
            return True

        def write(self, part):
            self.data += bytes(part)
            return len(part)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("streamed.json", date), NOTES, zipfile.ZIP_DEFLATED)
    open("streamed.zip", "wb").write(stream.data)

    for name, member in [("parent", "../up.json"), ("absolute", "/etc/x"), ("windows", "c:\\x"),
                         ("bzip2", "x"), ("twice", "x")]:
        method = zipfile.ZIP_BZIP2 if name == "bzip2" else zipfile.ZIP_STORED
        with zipfile.ZipFile(f"{name}.zip", "w") as z:
            z.writestr(zipfile.ZipInfo(member, date), b"content", method)
            if name == "twice":
                z.writestr(zipfile.ZipInfo(member, date), b"other", method)
    with zipfile.ZipFile("bomb.zip", "w") as z:
        z.writestr(zipfile.ZipInfo("zeros", date), bytes(1 << 21), zipfile.ZIP_DEFLATED, 9)
    # An end record of zip64 before the usual one, whose numbers say "look there".
    with zipfile.ZipFile("zip64.zip", "w") as z:
        z.writestr(zipfile.ZipInfo("x", date), b"content")
    data = bytearray(open("zip64.zip", "rb").read())
    data[-14:-2] = b"\xff" * 12
    open("zip64.zip", "wb").write(data)


def gzips():
    open("two-members.gz", "wb").write(
        gzip.compress(NOTES, 9, mtime=1) + gzip.compress(b"second", mtime=0) + bytes(20))
    with gzip.GzipFile("named.gz", "wb", mtime=1790000000) as f:
        f.write(NOTES)
    open("bomb.gz", "wb").write(gzip.compress(bytes(1 << 21), 9, mtime=0))


def bits(value):
    return struct.pack(">d", value).hex()


def expect(name, table):
    columns = {}
    for field in table.schema:
        column = table.column(field.name)
        if pa.types.is_timestamp(field.type) or pa.types.is_integer(field.type):
            raw = column.cast(pa.int64()) if pa.types.is_timestamp(field.type) else column
            columns[field.name] = raw.to_pylist()
        elif pa.types.is_float32(field.type) or pa.types.is_float64(field.type):
            columns[field.name] = [None if v is None else bits(v) for v in column.to_pylist()]
    EXPECTED[name] = columns


def arrows():
    chance = random.Random(7)
    n = 50
    start = 1_790_000_000_000
    candles = pd.DataFrame({
        "date": pd.to_datetime([start + 300_000 * i for i in range(n)], unit="ms", utc=True)
        .astype("datetime64[ms, UTC]"),
        **{name: [chance.random() * 10 ** chance.randint(-8, 6) for _ in range(n)]
           for name in ["open", "high", "low", "close", "volume"]},
    })
    candles.to_feather("candles-lz4.feather", compression="lz4", compression_level=9)
    candles.to_feather("candles-plain.feather", compression="uncompressed")
    candles.to_feather("candles-zstd.feather", compression="zstd")
    candles.to_feather("candles-batches.feather", compression="lz4", chunksize=17)
    candles.head(0).to_feather("candles-none.feather", compression="lz4")
    holes = pa.table({
        "s": pa.array([0, None, 2**40], pa.timestamp("s")),
        "ms": pa.array([0, -5, None], pa.timestamp("ms", "UTC")),
        "us": pa.array([None, 1, 2], pa.timestamp("us", "Europe/Berlin")),
        "ns": pa.array([1, 2, None], pa.timestamp("ns", "UTC")),
        "text": pa.array(["a", None, "ccc"]),
        "flag": pa.array([True, False, None]),
        "nothing": pa.nulls(3),
        "int": pa.array([None, -(2**63), 2**63 - 1], pa.int64()),
        "unsigned": pa.array([0, 2**63 - 1, None], pa.uint64()),
        "single": pa.array([0.1, None, float("inf")], pa.float32()),
        "double": pa.array([float("-inf"), 5e-324, None], pa.float64()),
    })
    feather.write_feather(holes, "holes.feather", compression="lz4")
    feather.write_feather(holes, "holes-plain.feather", compression="uncompressed")
    feather.write_feather(
        pa.table({"pair": pa.array(["a", "b", "a"]).dictionary_encode()}), "dictionary.feather",
        compression="lz4")
    feather.write_feather(pa.table({"orders": pa.array([[1], [2, 3]])}), "list.feather")
    feather.write_feather(
        pa.table({"large": pa.array([2**64 - 1], pa.uint64())}), "large.feather")
    feather.write_feather(pa.table({"x": [1.5]}), "version-1.feather", version=1)
    for name in ["candles-lz4", "candles-plain", "candles-batches", "candles-none", "holes",
                 "holes-plain"]:
        expect(name, feather.read_table(f"{name}.feather"))


zips()
gzips()
arrows()
open("notes.json", "wb").write(NOTES)
json.dump(EXPECTED, open("expected.json", "w"), indent=0, separators=(",", ":"))
