import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class PlainTrail(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 20
    minimal_roi = {"0": 0.03, "180": 0.012, "600": 0}
    stoploss = -0.012
    trailing_stop = True

    def populate_indicators(self, df, metadata):
        df["fast"] = ta.EMA(df, timeperiod=5)
        df["slow"] = ta.EMA(df, timeperiod=20)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[qtpylib.crossed_above(df["fast"], df["slow"]), ["enter_long", "enter_tag"]] = (1, "up")
        df.loc[df["volume"] == 0, ["enter_long", "enter_tag"]] = (1, "still")
        return df

    def populate_exit_trend(self, df, metadata):
        return df
