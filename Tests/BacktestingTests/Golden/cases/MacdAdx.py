import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class MacdAdx(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 60
    minimal_roi = {"0": 0.06, "240": 0.015}
    stoploss = -0.025
    use_exit_signal = True

    def populate_indicators(self, df, metadata):
        macd = ta.MACD(df)
        df["macd"] = macd["macd"]
        df["macdsignal"] = macd["macdsignal"]
        df["macdhist"] = macd["macdhist"]
        df["adx"] = ta.ADX(df)
        df["plus_di"] = ta.PLUS_DI(df)
        df["minus_di"] = ta.MINUS_DI(df)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[qtpylib.crossed_above(df["macd"], df["macdsignal"]) & (df["adx"] > 15)
               & (df["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "cross")
        df.loc[(df["macdhist"] > 0) & (df["macdhist"].shift(1) < 0) & (df["plus_di"] > df["minus_di"])
               & (df["adx"] > df["adx"].shift(3)), ["enter_long", "enter_tag"]] = (1, "turn")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[qtpylib.crossed_below(df["macd"], df["macdsignal"]) & (df["adx"] > 20), ["exit_long", "exit_tag"]] = (1, "down")
        df.loc[qtpylib.crossed_below(df["plus_di"], 12), "exit_long"] = 1
        return df
