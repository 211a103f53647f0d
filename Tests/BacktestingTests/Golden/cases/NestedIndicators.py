import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib

class NestedIndicators(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 120
    minimal_roi = {"0": 0.035, "200": 0.01}
    stoploss = -0.028
    use_exit_signal = True

    @informative("1h")
    def populate_indicators_1h(self, df, metadata):
        df["swing"] = (df["close"] / df["close"].shift(6) - 1).abs()
        df["calm"] = df["swing"].rolling(24).median()
        return df

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        df["rsi_ema"] = ta.EMA(df["rsi"], timeperiod=9)
        bands = ta.BBANDS(df["rsi"], timeperiod=30, nbdevup=1.5, nbdevdn=1.5)
        df["rsi_low"] = bands["lowerband"] if hasattr(bands, "keys") else bands[2]
        df["returns"] = np.log(df["close"] / df["close"].shift(1))
        df["noise"] = df["returns"].rolling(24).std()
        df["greens"] = (df["close"] > df["open"]).rolling(6).sum()
        df["body"] = (df["close"] - df["open"]).abs() / np.maximum(df["high"] - df["low"], 1e-12)
        df["reach"] = np.where(df["noise"] > df["noise"].rolling(48).mean(), 2.0, 1.2)
        df["mean"] = ta.SMA(df["close"], timeperiod=48)
        df["spread"] = df["close"].rolling(48).std()
        df["obv_rsi"] = ta.RSI(ta.OBV(df), timeperiod=10)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[qtpylib.crossed_above(df["rsi"], df["rsi_ema"]) & (df["rsi"] < df["rsi_low"] + 12) & (df["body"] > 0.5),
               ["enter_long", "enter_tag"]] = (1, "turn")
        df.loc[(df["close"] < df["mean"] - df["reach"] * df["spread"]) & (df["greens"] >= 2), ["enter_long", "enter_tag"]] = (1, "stretch")
        df.loc[(df["greens"] >= 5) & (df["swing_1h"] > 1.5 * df["calm_1h"]) & (df["obv_rsi"] > 55), ["enter_long", "enter_tag"]] = (1, "run")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["close"] > df["mean"] + df["reach"] * df["spread"]) & (df["greens"].shift(2) > 3), ["exit_long", "exit_tag"]] = (1, "over")
        df.loc[(df["rsi"] > 80) | (df["returns"] < -5 * df["noise"].shift(1)), ["exit_long", "exit_tag"]] = (1, "shock")
        return df
