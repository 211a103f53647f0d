import talib.abstract as ta
from pandas import DataFrame
from freqtrade.strategy import IStrategy
import freqtrade.vendor.qtpylib.indicators as qtpylib
class SmallStakes(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 25
    minimal_roi = {"0": 0.05, "13": 0.015, "61": 0.004, "300": -1}
    stoploss = -0.04
    trailing_stop = True
    trailing_stop_positive = 0.006
    trailing_stop_positive_offset = 0.011
    trailing_only_offset_is_reached = True
    use_exit_signal = True
    exit_profit_only = False
    exit_profit_offset = 0.004
    ignore_roi_if_entry_signal = False
    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=9)
        return dataframe
    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 40, ["enter_long", "enter_tag"]] = (1, "soft")
        dataframe.loc[dataframe["rsi"] < 25, ["enter_long", "enter_tag"]] = (1, "deep")
        return dataframe
    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 55, ["exit_long", "exit_tag"]] = (1, "warm")
        dataframe.loc[dataframe["rsi"] > 70, ["exit_long", "exit_tag"]] = (1, "hot")
        return dataframe
