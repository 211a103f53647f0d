/// What functions of pandas-ta compute, in Python of ours that is followed as a strategy's own is.
///
/// Their parameters stand in pandas-ta's order, with its defaults; every function answers columns by the
/// names that pandas-ta gives them. `anytrade` has the catalogue's rows. Source: ft-pandas-ta 0.3.16, which
/// asks TA-Lib wherever that is installed, as it is wherever freqtrade runs.
enum PandasTASource {
    /// What the module is called, as no file of a folder can be.
    static let name = "pandas-ta"

    static let text = [averages, momentum, ranges, trends].joined(separator: "\n")

    /// Reasons why functions cannot be translated at all.
    static let refusals = [
        "ha":
            "pandas 3 leaves its open at that of the first candle; qtpylib.heikinashi is translated",
        "psar": "its first stops read the last candle; ta.SAR of TA-Lib is translated",
        "ssf": "its first rows read the last candle",
        "vwap": "freqtrade's data frame has no dates as its index",
        "kama": "it starts at 0; ta.KAMA of TA-Lib is translated",
    ]

    private static let averages = #"""
        import anytrade
        import numpy as np
        import talib


        def _average(kind, source, length):
            kind = kind.lower()
            if kind in ["fwma", "pwma", "sinwma", "swma", "vidya"]:
                return anytrade.refuse("averages of the kind " + kind + " are not translated")
            averages = {"dema": talib.DEMA, "hma": _hull, "linreg": _line, "rma": _wilder,
                        "midpoint": talib.MIDPOINT, "sma": talib.SMA, "t3": _tillson,
                        "tema": talib.TEMA, "trima": talib.TRIMA, "wma": talib.WMA,
                        "zlma": _lagless}
            return averages.get(kind, talib.EMA)(source, length)


        def _kind(mode):
            kinds = ["sma", "ema", "wma", "dema", "tema", "trima", "kama", "mama", "t3"]
            return mode.lower() if mode.lower() in kinds else "sma"


        def _wilder(source, length):
            return source.ewm(alpha=1 / length, min_periods=length).mean()


        def _hull(source, length):
            if length < 4:
                return anytrade.refuse("an hma of so few candles is not translated")
            root = max([number for number in range(1, 100) if number * number <= length])
            fast = talib.WMA(source, int(length / 2))
            return talib.WMA(2 * fast - talib.WMA(source, length), root)


        def _line(source, length):
            return anytrade.pandas_ta_linreg(source, length)["value"]


        def _tillson(source, length):
            return talib.T3(source, length, 0.7)


        def _lagless(source, length):
            return talib.EMA(2 * source - source.shift(int(0.5 * (length - 1))), length)


        def dema(close, length=10):
            return {f"DEMA_{length}": talib.DEMA(close, length)}


        def ema(close, length=10):
            return {f"EMA_{length}": talib.EMA(close, length)}


        def hl2(high, low):
            return {"HL2": 0.5 * (high + low)}


        def hlc3(high, low, close):
            return {"HLC3": talib.TYPPRICE(high, low, close)}


        def hma(close, length=10):
            return {f"HMA_{length}": _hull(close, length)}


        def ichimoku(high, low, close, tenkan=9, kijun=26, senkou=52, include_chikou=True):
            turning = talib.MIDPRICE(high, low, tenkan)
            standard = talib.MIDPRICE(high, low, kijun)
            columns = {f"ISA_{tenkan}": (0.5 * (turning + standard)).shift(kijun),
                       f"ISB_{kijun}": talib.MIDPRICE(high, low, senkou).shift(kijun),
                       f"ITS_{tenkan}": turning, f"IKS_{kijun}": standard}
            if include_chikou:
                columns[f"ICS_{kijun}"] = close.shift(-kijun)
            return columns, {}


        def linreg(close, length=14, *, angle=False, intercept=False, degrees=False, r=False,
                   slope=False, tsf=False):
            line = anytrade.pandas_ta_linreg(close, length)
            if slope:
                return {f"LRm_{length}": line["slope"]}
            if intercept:
                return {f"LRb_{length}": line["intercept"]}
            if angle:
                return anytrade.refuse("linreg of pandas-ta as an angle is not translated")
            if r:
                return {f"LRr_{length}": anytrade.cti(close, length)}
            return {f"LR_{length}": line["tsf"] if tsf else line["value"]}


        def ma(name, source, *, length=10):
            return {"MA": _average(name, source, length)}


        def midpoint(close, length=2):
            return {f"MIDPOINT_{length}": talib.MIDPOINT(close, length)}


        def midprice(high, low, length=2):
            return {f"MIDPRICE_{length}": talib.MIDPRICE(high, low, length)}


        def ohlc4(open_, high, low, close):
            return {"OHLC4": 0.25 * (open_ + high + low + close)}


        def rma(close, length=10):
            return {f"RMA_{length}": _wilder(close, length)}


        def sma(close, length=10):
            return {f"SMA_{length}": talib.SMA(close, length)}


        def t3(close, length=10, a=0.7):
            return {f"T3_{length}_{a}": talib.T3(close, length, a)}


        def tema(close, length=10):
            return {f"TEMA_{length}": talib.TEMA(close, length)}


        def trima(close, length=10):
            return {f"TRIMA_{length}": talib.TRIMA(close, length)}


        def vwma(close, volume, length=10):
            money = talib.SMA(close * volume, length)
            return {f"VWMA_{length}": money / talib.SMA(volume, length)}


        def wcp(high, low, close):
            return {"WCP": talib.WCLPRICE(high, low, close)}


        def wma(close, length=10, asc=True):
            return {f"WMA_{length}": talib.WMA(close, length)}


        def zlma(close, length=10, mamode="ema"):
            if mamode.lower() not in ["ema", "dema"]:
                return anytrade.refuse("zlma of pandas-ta knows ema and dema alone, and so do we")
            lagless = 2 * close - close.shift(int(0.5 * (length - 1)))
            return {f"ZL_{mamode.upper()}_{length}": _average(mamode, lagless, length)}

        """#
}
