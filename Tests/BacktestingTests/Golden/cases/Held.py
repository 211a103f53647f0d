import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class Held(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 9
    minimal_roi = {"0": 0.008, "40": 0.002, "77": -0.004, "360": -1}
    stoploss = -0.05
    ignore_roi_if_entry_signal = True
    use_exit_signal = False

    def populate_indicators(self, df, metadata):
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["close"] <= df["close"].shift(1), ["enter_long", "enter_tag"]] = (1, "not up")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["close"] > df["open"], "exit_long"] = 1
        return df
