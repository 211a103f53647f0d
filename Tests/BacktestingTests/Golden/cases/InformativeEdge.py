import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class InformativeEdge(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 40
    minimal_roi = {"0": 0.05, "60": 0.02, "300": 0.004}
    stoploss = -0.04
    use_exit_signal = True

    def informative_pairs(self):
        pairs = self.dp.current_whitelist()
        return [(pair, "1d") for pair in pairs] + [("BTC/USDT", "15m"), ("BTC/USDT", "1w")]

    def populate_indicators(self, df, metadata):
        day = self.dp.get_pair_dataframe(pair=metadata["pair"], timeframe="1d")
        day["sma"] = ta.SMA(day, timeperiod=5)
        df = merge_informative_pair(df, day, self.timeframe, "1d", ffill=True)
        week = self.dp.get_pair_dataframe(pair="BTC/USDT", timeframe="1w")
        week["up"] = (week["close"] > week["open"]).astype(int)
        df = merge_informative_pair(df, week, self.timeframe, "1w", ffill=True)
        btc = self.dp.get_pair_dataframe(pair="BTC/USDT", timeframe="15m")
        btc["roc"] = ta.ROC(btc, timeperiod=4)
        df = merge_informative_pair(df, btc[["date", "roc"]], self.timeframe, "15m", append_timeframe=False, suffix="btc")
        df["roc"] = ta.ROC(df, timeperiod=4)
        df["mid"] = df["close"].rolling(32).median()
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["close"] > df["sma_1d"]) & (df["roc_btc"] > 0.4) & (df["roc"] < df["roc_btc"]),
               ["enter_long", "enter_tag"]] = (1, "lag")
        df.loc[(df["close"] < df["sma_1d"] * 0.985) & (df["up_1w"] == 1) & (df["close"] > df["mid"]),
               ["enter_long", "enter_tag"]] = (1, "week")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["roc_btc"] < -0.8) | (df["close"] < df["low_1d"]), "exit_long"] = 1
        return df
