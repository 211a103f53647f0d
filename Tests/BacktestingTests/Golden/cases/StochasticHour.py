import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class StochasticHour(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1h"
    startup_candle_count = 50
    minimal_roi = {"0": 0.07, "61": 0.05, "119": 0.031, "377": 0.012, "1500": 0, "2880": -1}
    stoploss = -0.06
    use_exit_signal = True
    ignore_roi_if_entry_signal = True
    deep = BooleanParameter(default=True, space="buy")
    trigger = CategoricalParameter(["below", "cross"], default="cross", space="buy")
    floor = IntParameter(5, 45, default=25, space="buy")
    distance = DecimalParameter(0.5, 3.0, decimals=1, default=1.5, space="sell")

    def populate_indicators(self, df, metadata):
        stoch = ta.STOCH(df, fastk_period=14, slowk_period=3, slowd_period=3)
        df["k"] = stoch["slowk"]
        df["d"] = stoch["slowd"]
        df["atr"] = ta.ATR(df, timeperiod=14)
        df["sma"] = ta.SMA(df, timeperiod=40)
        df["weekday"] = df["date"].dt.weekday
        df["hour"] = df["date"].dt.hour
        return df

    def populate_entry_trend(self, df, metadata):
        low = qtpylib.crossed_above(df["k"], self.floor.value) if self.trigger.value == "cross" else df["k"] < self.floor.value
        if self.deep.value:
            low = low & (df["low"] < df["low"].shift(5)) & (df["close"].shift(1) < df["open"].shift(1))
        df.loc[low & (df["weekday"] < 5), ["enter_long", "enter_tag"]] = (1, "low")
        df.loc[(df["k"] > df["d"]) & (df["k"].shift(1) <= df["d"].shift(1)) & (df["weekday"] >= 5)
               & ~((df["hour"] == 23) | (df["hour"] < 4)), ["enter_long", "enter_tag"]] = (1, "weekend")
        df.loc[(df["close"] > df["sma"]) & (df["k"] < 50) & (df["date"].dt.day <= 20) & (df["date"].dt.month != 8)
               & (df["close"] > df["close"].shift(12)), "enter_long"] = 1
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["close"] > df["sma"] + self.distance.value * df["atr"], ["exit_long", "exit_tag"]] = (1, "far")
        return df
