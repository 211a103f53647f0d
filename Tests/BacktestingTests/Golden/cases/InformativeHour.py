import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class InformativeHour(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.04, "45": 0.02, "181": 0.008}
    stoploss = -0.03
    use_exit_signal = True

    @informative("1h")
    def populate_indicators_1h(self, df, metadata):
        df["ema"] = ta.EMA(df, timeperiod=21)
        df["rsi"] = ta.RSI(df, timeperiod=14)
        return df

    @informative("4h")
    def populate_indicators_4h(self, df, metadata):
        df["natr"] = ta.NATR(df, timeperiod=14)
        df["top"] = df["high"].rolling(6).max().shift(1)
        return df

    @informative("1h", "BTC/{stake}")
    def populate_indicators_btc(self, df, metadata):
        df["ema"] = ta.EMA(df, timeperiod=20)
        return df

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        df["fast"] = ta.EMA(df, timeperiod=9)
        df["slow"] = ta.EMA(df, timeperiod=21)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["rsi"] < 40) & (df["close"] > df["ema_1h"])
               & (df["btc_usdt_close_1h"] > df["btc_usdt_ema_1h"]), ["enter_long", "enter_tag"]] = (1, "dip")
        df.loc[qtpylib.crossed_above(df["fast"], df["slow"]) & (df["rsi_1h"] > 50) & (df["natr_4h"] < 5),
               ["enter_long", "enter_tag"]] = (1, "trend")
        df.loc[df["close"] > df["top_4h"] * 1.005, ["enter_long", "enter_tag"]] = (1, "break")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["rsi"] > 72) & (df["rsi_1h"] > 55), ["exit_long", "exit_tag"]] = (1, "hot")
        df.loc[df["btc_usdt_close_1h"] < df["btc_usdt_ema_1h"] * 0.99, ["exit_long", "exit_tag"]] = (1, "btc")
        return df
