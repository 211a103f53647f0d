import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib

class FourHours(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "4h"
    startup_candle_count = 12
    minimal_roi = {"0": 0.12, "239": 0.07, "1441": 0.03, "4000": 0.0}
    stoploss = -0.07
    trailing_stop = True
    trailing_stop_positive = 0.02
    trailing_stop_positive_offset = 0.045
    trailing_only_offset_is_reached = True
    use_exit_signal = True
    exit_profit_only = True
    ignore_roi_if_entry_signal = True

    @property
    def protections(self):
        return [
            {"method": "MaxDrawdown", "lookback_period_candles": 60, "trade_limit": 3, "stop_duration_candles": 6,
             "max_allowed_drawdown": 0.05},
            {"method": "StoplossGuard", "lookback_period_candles": 30, "trade_limit": 1, "stop_duration": 700,
             "only_per_pair": True, "only_per_side": True},
        ]

    @informative("1d")
    def populate_indicators_1d(self, df, metadata):
        df["ema"] = ta.EMA(df, timeperiod=4)
        return df

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=6)
        df["ema"] = ta.EMA(df, timeperiod=8)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["rsi"] < 45, ["enter_long", "enter_tag"]] = (1, "rsi")
        df.loc[(df["close"] > df["ema"]) & (df["ema_1d"] != df["close_1d"]) & (df["close"] != df["ema_1d"])
               & (df["date"].dt.hour == 8), ["enter_long", "enter_tag"]] = (1, "eight")
        df.loc[(df["close_1d"] > df["ema_1d"]) & (df["rsi"] < 60), ["enter_long", "enter_tag"]] = (1, "day")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["rsi"] > 65, "exit_long"] = 1
        df.loc[~(df["close_1d"] > df["ema_1d"]) & (df["rsi"] > 50), ["exit_long", "exit_tag"]] = (1, "not_up")
        return df

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_profit < -0.03 and current_time.hour == 0:
            return "midnight"
        return None
