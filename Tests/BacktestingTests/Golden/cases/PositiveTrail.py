import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class PositiveTrail(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 0
    minimal_roi = {"0": 0.1}
    stoploss = -0.04
    trailing_stop = True
    trailing_stop_positive = 0.006

    def populate_indicators(self, df, metadata):
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["close"] < df["close"].shift(3)) & (df["date"].dt.minute % 20 == 0), "enter_long"] = 1
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["low"] < df["low"].rolling(48).min().shift(1), "exit_long"] = 1
        return df
