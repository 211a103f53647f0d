"""Makes the candle files beside it with pandas, and expected.json: the bits of what pandas reads.

    python make-candles.py        # in this folder; needs pandas and pyarrow
"""
import gzip
import json
import random
import struct

import pandas as pd

COLUMNS = ["date", "open", "high", "low", "close", "volume"]
START = 1_790_000_000_000
chance = random.Random(11)


def candle(i, places):
    low = round(10 ** chance.uniform(0 if places == 2 else -6, 5), places)
    parts = sorted(round(low * (1 + chance.random() / 10), places) for _ in range(3))
    return [START + 300_000 * i, parts[0], parts[2], low, parts[1],
            round(chance.random() * 10 ** chance.randint(0, 6), places)]


rows = [candle(i, chance.choice([8, 8, 2, 15])) for i in range(120)]
frame = pd.DataFrame(rows, columns=COLUMNS)
dated = frame.copy()
dated["date"] = pd.to_datetime(frame["date"], unit="ms", utc=True)
for unit in ["s", "ms", "us", "ns"]:
    out = dated.copy()
    out["date"] = out["date"].astype(f"datetime64[{unit}, UTC]")
    out.to_feather(f"{unit}.feather", compression="lz4", compression_level=9)
# Python's own digits, up to 17 of them and with exponents, and pandas' digits.
open("python.json", "w").write(json.dumps(rows))
frame.to_json("pandas.json", orient="values")
open("pandas.json.gz", "wb").write(gzip.compress(open("pandas.json", "rb").read(), mtime=0))

expected = {}
for name in ["s.feather", "ms.feather", "us.feather", "ns.feather", "python.json", "pandas.json",
             "pandas.json.gz"]:
    if name.endswith(".feather"):
        read = pd.read_feather(name)
        dates = read["date"].astype("datetime64[ms, UTC]").astype("int64")
    else:
        read = pd.read_json(name, orient="values")
        read.columns = COLUMNS
        dates = read["date"].astype("datetime64[ms]").astype("int64")
    bits = [[struct.pack(">d", v).hex() for v in row]
            for row in read[COLUMNS[1:]].astype(float).values.tolist()]
    expected[name] = {"date": dates.tolist(), "bits": bits}
    assert expected[name]["date"] == [r[0] for r in rows], name
json.dump(expected, open("expected.json", "w"), separators=(",", ":"))
print(sum(a != b for x, y in zip(expected["python.json"]["bits"], expected["ms.feather"]["bits"])
          for a, b in zip(x, y)), "numbers that pandas does not read as the nearest")

# Other layouts: a column too few, a missing value, no instants.
dated.head(3).drop(columns="volume").to_feather("no-volume.feather", compression="lz4")
holes = dated.head(3).copy()
holes.loc[1, "close"] = None
holes.to_feather("hole.feather", compression="lz4")
frame.head(3).to_feather("numbers.feather", compression="lz4")
