import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class OffsetTrail(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 25
    minimal_roi = {}
    stoploss = -0.025
    trailing_stop = True
    trailing_stop_positive = 0.004
    trailing_stop_positive_offset = 0.009
    exit_profit_only = True
    exit_profit_offset = 0.004

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["rsi"] < 34, ["enter_long", "enter_tag"]] = (1, "low")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["rsi"] > 58, ["exit_long", "exit_tag"]] = (1, "high")
        return df
