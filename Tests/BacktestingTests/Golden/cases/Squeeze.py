import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class Squeeze(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 80
    minimal_roi = {"0": 0.03, "7": 0.021, "33": 0.012, "95": 0.006, "241": 0}
    stoploss = -0.018
    trailing_stop = True
    use_exit_signal = True

    def populate_indicators(self, df, metadata):
        bands = qtpylib.bollinger_bands(qtpylib.typical_price(df), window=20, stds=2)
        df["upper"] = bands["upper"]
        df["middle"] = bands["mid"]
        df["lower"] = bands["lower"]
        df["std"] = df["close"].rolling(20).std()
        df["quiet"] = df["std"].rolling(60).min()
        df["mean_volume"] = df["volume"].rolling(20).mean()
        df["hour"] = df["date"].dt.hour
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["std"] < df["quiet"] * 1.15) & (df["close"] > df["middle"]), ["enter_long", "enter_tag"]] = (1, "squeeze")
        df.loc[(df["close"] < df["lower"]) & (df["volume"] > df["mean_volume"]), ["enter_long", "enter_tag"]] = (1, "low")
        df.loc[(df["close"] < df["lower"]) & (df["hour"] < 6), "enter_long"] = 1
        df.loc[(df["std"] / df["close"] > 0.004) & (df["close"] > df["upper"]) & (df["volume"] > 2.5 * df["mean_volume"]),
               ["enter_long", "enter_tag"]] = (1, "burst")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["close"] > df["upper"]) & (df["close"].shift(1) <= df["upper"].shift(1))
               & (df["volume"] < df["mean_volume"]), ["exit_long", "exit_tag"]] = (1, "tired")
        return df
