import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class BesidesOther(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 7
    minimal_roi = {"0": 0.015, "90": 0.001}
    stoploss = -0.018

    def populate_indicators(self, df, metadata):
        df["average"] = ta.EMA(df, timeperiod=7)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["close"] < df["average"]) & (df["close"].shift(1) > df["average"].shift(1)), ["enter_long", "enter_tag"]] = (1, "through")
        return df

    def populate_exit_trend(self, df, metadata):
        return df
