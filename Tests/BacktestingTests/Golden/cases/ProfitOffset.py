import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class ProfitOffset(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 20
    minimal_roi = {"0": 0.05}
    stoploss = -0.035
    trailing_stop = True
    trailing_stop_positive = 0.006
    trailing_stop_positive_offset = 0.013
    trailing_only_offset_is_reached = False
    use_exit_signal = True
    exit_profit_only = True
    exit_profit_offset = 0.004

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=7)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["rsi"] < 25, ["enter_long", "enter_tag"]] = (1, "r25")
        df.loc[(df["rsi"] < 35) & (df["close"] > df["open"]), ["enter_long", "enter_tag"]] = (1, "green")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["rsi"] > 60, ["exit_long", "exit_tag"]] = (1, "r60")
        df.loc[df["rsi"] > 80, ["exit_long", "exit_tag"]] = (1, "r80")
        df.loc[df["close"] > df["high"].shift(1).rolling(12).max(), "exit_long"] = 1
        return df
