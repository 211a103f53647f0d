import numpy as np
import talib
from freqtrade.strategy import IStrategy


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class ShortTrail(IStrategy):
    "Shorts that trail their stop for days, past many funding times, and few slots."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    can_short = True
    minimal_roi = {"0": 0.2, "43": 0.15, "1440": 0.1, "4000": 0.02}
    stoploss = -0.15
    trailing_stop = True
    trailing_stop_positive = 0.03
    trailing_stop_positive_offset = 0.06
    trailing_only_offset_is_reached = False
    use_exit_signal = True
    ignore_roi_if_entry_signal = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["trend"] = talib.EMA(dataframe["close"], timeperiod=50)
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["close"] < dataframe["trend"])
            & (dataframe["rsi"] > 45),
            ["enter_short", "enter_tag"],
        ] = (1, "under")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < 18,
            "exit_short",
        ] = 1
        return dataframe

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return known(3, proposed_leverage)
