import numpy as np
import pandas as pd
import talib
from freqtrade.strategy import IStrategy
from technical import qtpylib


def spread(value, dataframe):
    """The value in every row."""
    return pd.Series(value, index=dataframe.index)


def choose(test, chosen, otherwise):
    """Row by row one of two values."""
    values = np.where(test, chosen, otherwise)
    if values.dtype != bool:
        values = values.astype(float)
    return pd.Series(values, index=test.index)


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class Liquidated(IStrategy):
    "High leverage of both sides and a stop so far away that the exchange comes first."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 40
    can_short = True
    minimal_roi = {"0": 0.9, "240": 0.3, "600": 0.05}
    stoploss = -0.99
    use_exit_signal = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["fast"] = talib.EMA(dataframe["close"], timeperiod=12)
        dataframe["slow"] = talib.EMA(dataframe["close"], timeperiod=30)
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        dataframe["value"] = spread(500, dataframe) if metadata["pair"] == "BTC/USDT:USDT" else choose(dataframe["rsi"] > 55, 75, 40)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_above(dataframe["fast"], dataframe["slow"]),
            ["enter_long", "enter_tag"],
        ] = (1, "rising")
        dataframe.loc[
            qtpylib.crossed_below(dataframe["fast"], dataframe["slow"]),
            ["enter_short", "enter_tag"],
        ] = (1, "falling")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < 20,
            ["exit_short", "exit_tag"],
        ] = (1, "low")
        return dataframe

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return known(last["value"], proposed_leverage)

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]
