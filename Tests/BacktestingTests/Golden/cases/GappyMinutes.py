import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class GappyMinutes(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1m"
    startup_candle_count = 25
    minimal_roi = {"0": 0.012, "11": 0.006, "59": 0.001}
    stoploss = -0.012
    use_exit_signal = True

    @informative("5m")
    def populate_indicators_5m(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        return df

    def populate_indicators(self, df, metadata):
        df["fast"] = ta.EMA(df, timeperiod=5)
        df["slow"] = ta.EMA(df, timeperiod=13)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["fast"] > df["slow"]) & (df["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "up")
        df.loc[(df["rsi_5m"] < 35) & (df["volume"] == 0), ["enter_long", "enter_tag"]] = (1, "still")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[qtpylib.crossed_below(df["fast"], df["slow"]), "exit_long"] = 1
        return df
