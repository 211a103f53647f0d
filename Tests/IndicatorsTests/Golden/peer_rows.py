"""Rows of the catalogue that `technical` and pandas-ta have: as in pandas_rows.py."""
import pandas_ta
from technical import indicators

from pandas_rows import HLC, ONE, frame

CLOUD = ["tenkan_sen", "kijun_sen", "senkou_span_a", "senkou_span_b", "leading_senkou_span_a",
         "leading_senkou_span_b"]


def cloud(high, low, *periods):
    lines = indicators.ichimoku(frame(HLC, [high, low, high]), *periods)
    return [lines[name] for name in CLOUD]


def ssl(high, low, close, period, mode):
    lines = indicators.SSLChannels(frame(HLC, [high, low, close]), period, ["sma", "ema"][mode])
    return list(lines)


def vwmacd(close, volume, fast, slow, signal):
    lines = indicators.vwmacd(frame(["close", "volume"], [close, volume]), fastperiod=fast,
                              slowperiod=slow, signalperiod=signal)
    return [lines["vwmacd"], lines["signal"], lines["hist"]]


def squeeze(high, low, close, *settings):
    lines = pandas_ta.squeeze(high, low, close, *settings)
    return [lines.iloc[:, 0], lines["SQZ_ON"], lines["SQZ_OFF"]]


def columns(table):
    return [table.iloc[:, column] for column in range(table.shape[1])]


def of_close(function):
    return lambda close, *rest: function(frame(["close"], [close]), *rest)


PEERS = {
    "ichimoku": [(["high", "low"], [[9, 26, 52, 26], [4, 7, 12, 5]], CLOUD, cloud, "technical.ichimoku")],
    "ssl_channel": [(HLC, [[10, 0], [5, 1]], ["down", "up"], ssl, "technical.SSLChannels")],
    "alma": [(["close"], [[8, 0.85, 6], [15, 0.5, 3]], ONE, of_close(indicators.tv_alma), "technical.tv_alma")],
    "vwmacd": [(["close", "volume"], [[12, 26, 9], [4, 9, 3]], ["vwmacd", "signal", "hist"],
                vwmacd, "technical.vwmacd")],
    "ulcer": [(["close"], [[14], [5]], ONE, pandas_ta.ui, "pandas_ta.ui")],
    "squeeze": [(HLC, [[20, 2.0, 20, 1.5, 12, 6], [10, 1.5, 8, 1.0, 5, 3]],
                 ["momentum", "on", "off"], squeeze, "pandas_ta.squeeze")],
    "laguerre": [(["close"], [[0.75], [0.4]], ONE, of_close(indicators.laguerre), "technical.laguerre")],
    "rmi": [(["close"], [[20, 5], [8, 3]], ONE,
             of_close(lambda bars, length, mom: indicators.RMI(bars, length=length, mom=mom)), "technical.RMI")],
    "fisher": [(["high", "low"], [[9, 1], [5, 2]], ["fisher", "signal"],
                lambda *given: columns(pandas_ta.fisher(*given)), "pandas_ta.fisher")],
    "kst": [(["close"], [[10, 15, 20, 30, 10, 10, 10, 15, 9], [3, 5, 7, 9, 4, 4, 4, 6, 5]],
             ["kst", "signal"], lambda *given: columns(pandas_ta.kst(*given)), "pandas_ta.kst")],
}
