import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class HourlyMarket(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 24
    minimal_roi = {"0": 0.03, "60": 0.012}
    stoploss = -0.03
    use_exit_signal = True

    @informative("1h", "ETH/{stake}")
    def populate_indicators_eth(self, df, metadata):
        df["ema"] = ta.EMA(df, timeperiod=10)
        return df

    @informative("1h")
    @informative("15m")
    def populate_indicators_own(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        return df

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["rsi"] < 35) & (df["rsi_15m"] < 45) & (df["eth_btc_close_1h"] > df["eth_btc_ema_1h"]),
               ["enter_long", "enter_tag"]] = (1, "with")
        df.loc[(df["rsi_1h"] < 35) & qtpylib.crossed_above(df["rsi"], df["rsi_15m"]), ["enter_long", "enter_tag"]] = (1, "turn")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["rsi"] > 70) & (df["rsi_15m"] > df["rsi_15m"].shift(3)), ["exit_long", "exit_tag"]] = (1, "high")
        return df
