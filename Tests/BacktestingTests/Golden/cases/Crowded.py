import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib

class Crowded(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 15
    minimal_roi = {"3": 0.012, "52": 0.003, "400": -0.004}
    stoploss = -0.99
    use_exit_signal = True

    @property
    def protections(self):
        return [
            {"method": "CooldownPeriod", "stop_duration_candles": 1},
            {"method": "LowProfitPairs", "lookback_period": 1000, "trade_limit": 2, "stop_duration_candles": 70,
             "required_profit": 0.001, "only_per_side": True},
            {"method": "StoplossGuard", "trade_limit": 1},
        ]

    def populate_indicators(self, df, metadata):
        df["mom"] = ta.MOM(df, timeperiod=5)
        df["spread"] = (df["high"] - df["low"]) / df["close"]
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["mom"] < 0) & (df["spread"] > df["spread"].rolling(12).mean()), "enter_long"] = 1
        df.loc[(df["mom"] < 0) & (df["spread"] > df["spread"].rolling(12).max().shift(1)),
               ["enter_long", "enter_tag"]] = (1, "wide")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["mom"] < 0) & (df["date"].dt.minute == 30) & ((df["date"].dt.hour == 6) | (df["date"].dt.hour == 18)), "exit_long"] = 1
        return df
