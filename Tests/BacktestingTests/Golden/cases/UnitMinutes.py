import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class UnitMinutes(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "1m"
    startup_candle_count = 0
    minimal_roi = {"0": 0.02, "5": 0.01, "30": 0.004}
    stoploss = -0.01
    trailing_stop = True
    trailing_stop_positive = 0.003
    trailing_stop_positive_offset = 0.006
    use_exit_signal = False

    def populate_indicators(self, df, metadata):
        df["mean"] = df["close"].rolling(30).mean()
        df["std"] = df["close"].rolling(30).std()
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["close"] < df["mean"] - 1.8 * df["std"], ["enter_long", "enter_tag"]] = (1, "low")
        return df

    def populate_exit_trend(self, df, metadata):
        return df
