import numpy as np
import pandas as pd
import talib
from freqtrade.strategy import IStrategy, merge_informative_pair
from technical import qtpylib


def choose(test, chosen, otherwise):
    """Row by row one of two values."""
    values = np.where(test, chosen, otherwise)
    if values.dtype != bool:
        values = values.astype(float)
    return pd.Series(values, index=test.index)


def from_candles(dataframe, timeframe, other, other_timeframe, values):
    """Values of other candles, each from the row on that closes with its candle."""
    other = pd.DataFrame({"date": other["date"], "value": values})
    merged = merge_informative_pair(
        dataframe[["date"]].reset_index(drop=True), other, timeframe, other_timeframe,
        ffill=True, append_timeframe=False, suffix="other")
    return pd.Series(merged["value_other"].to_numpy(), index=dataframe.index)


class NestedIndicators(IStrategy):
    "Indicators of indicators, counted conditions, choices by row, logarithms."
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 120
    minimal_roi = {"0": 0.035, "200": 0.01}
    stoploss = -0.028
    use_exit_signal = True

    def informative_pairs(self):
        pairs = self.dp.current_whitelist()
        return [(pair, "1h") for pair in pairs]

    def populate_indicators(self, dataframe, metadata):
        candles_1h = self.dp.get_pair_dataframe(metadata["pair"], "1h")
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        dataframe["returns"] = np.log(dataframe["close"] / dataframe["close"].shift(1))
        dataframe["noise"] = dataframe["returns"].rolling(24).std()
        dataframe["greens"] = (dataframe["close"] > dataframe["open"]).astype(float).rolling(6).sum()
        dataframe["body"] = abs(dataframe["close"] - dataframe["open"]) / np.maximum(dataframe["high"] - dataframe["low"], 1e-12)
        dataframe["reach"] = choose(dataframe["noise"] > dataframe["noise"].rolling(48).mean(), 2, 1.2)
        dataframe["mean"] = talib.SMA(dataframe["close"], timeperiod=48)
        dataframe["spread"] = dataframe["close"].rolling(48).std()
        dataframe["swing"] = abs(dataframe["close"] / dataframe["close"].shift(6) - 1)
        dataframe["value"] = dataframe["reach"] * dataframe["spread"]
        candles_1h["value"] = abs(candles_1h["close"] / candles_1h["close"].shift(6) - 1)
        dataframe["value_1h"] = from_candles(dataframe, self.timeframe, candles_1h, "1h", candles_1h["value"])
        dataframe["rolling_median_1h"] = from_candles(dataframe, self.timeframe, candles_1h, "1h", candles_1h["value"].rolling(24).median())
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_above(dataframe["rsi"], talib.EMA(dataframe["rsi"], timeperiod=9))
            & (dataframe["body"] > 0.5)
            & (dataframe["rsi"] < talib.BBANDS(dataframe["rsi"], timeperiod=30, nbdevup=1.5, nbdevdn=1.5)[2] + 12),
            ["enter_long", "enter_tag"],
        ] = (1, "turn")
        dataframe.loc[
            (dataframe["close"] < dataframe["mean"] - dataframe["value"])
            & (dataframe["greens"] >= 2),
            ["enter_long", "enter_tag"],
        ] = (1, "stretch")
        dataframe.loc[
            (dataframe["greens"] >= 5)
            & (dataframe["value_1h"] > 1.5 * dataframe["rolling_median_1h"])
            & (talib.RSI(talib.OBV(dataframe["close"], dataframe["volume"]), timeperiod=10) > 55),
            ["enter_long", "enter_tag"],
        ] = (1, "run")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["close"] > dataframe["mean"] + dataframe["value"])
            & (dataframe["greens"].shift(2) > 3),
            ["exit_long", "exit_tag"],
        ] = (1, "over")
        dataframe.loc[
            (dataframe["rsi"] > 80) | (dataframe["returns"] < -5 * dataframe["noise"].shift(1)),
            ["exit_long", "exit_tag"],
        ] = (1, "shock")
        return dataframe
