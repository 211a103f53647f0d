import talib
from freqtrade.strategy import BooleanParameter, CategoricalParameter, DecimalParameter, IStrategy, IntParameter
from technical import qtpylib


class StochasticHour(IStrategy):
    "Stochastics with look-backs, days of the week, four kinds of parameters, entries that hold the ROI back."
    INTERFACE_VERSION = 3
    timeframe = "1h"
    startup_candle_count = 50
    minimal_roi = {"0": 0.07, "61": 0.05, "119": 0.031, "377": 0.012, "1500": 0, "2880": -1}
    stoploss = -0.06
    use_exit_signal = True
    ignore_roi_if_entry_signal = True
    deep = BooleanParameter(default=False, space="buy")
    trigger = CategoricalParameter(["below", "cross"], default="below", space="buy")
    floor = IntParameter(5, 45, default=20, space="buy")
    distance = DecimalParameter(0.5, 3, default=1, decimals=1, space="sell")

    def populate_indicators(self, dataframe, metadata):
        dataframe["trend"] = talib.SMA(dataframe["close"], timeperiod=40)
        dataframe["stoch_k"] = talib.STOCH(dataframe["high"], dataframe["low"], dataframe["close"], fastk_period=14, slowk_period=3, slowd_period=3, slowk_matype=0, slowd_matype=0)[0]
        dataframe["stoch_d"] = talib.STOCH(dataframe["high"], dataframe["low"], dataframe["close"], fastk_period=14, slowk_period=3, slowd_period=3, slowk_matype=0, slowd_matype=0)[1]
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (qtpylib.crossed_above(dataframe["stoch_k"], self.floor.value) if self.trigger.value == "cross" else dataframe["stoch_k"] < self.floor.value)
            & ((not self.deep.value) | (dataframe["low"] < dataframe["low"].shift(5)) & (dataframe["close"].shift(1) < dataframe["open"].shift(1)))
            & (dataframe["date"].dt.weekday.astype(float) < 5),
            ["enter_long", "enter_tag"],
        ] = (1, "low")
        dataframe.loc[
            (dataframe["stoch_k"] > dataframe["stoch_d"])
            & (dataframe["stoch_k"].shift(1) <= dataframe["stoch_d"].shift(1))
            & (dataframe["date"].dt.weekday.astype(float) >= 5)
            & ~((dataframe["date"].dt.hour.astype(float) == 23) | (dataframe["date"].dt.hour.astype(float) < 4)),
            ["enter_long", "enter_tag"],
        ] = (1, "weekend")
        dataframe.loc[
            (dataframe["close"] > dataframe["trend"])
            & (dataframe["stoch_k"] < 50)
            & (dataframe["date"].dt.day.astype(float) <= 20)
            & (dataframe["date"].dt.month.astype(float) != 8)
            & (dataframe["close"] > dataframe["close"].shift(12)),
            "enter_long",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["close"] > dataframe["trend"] + self.distance.value * talib.ATR(dataframe["high"], dataframe["low"], dataframe["close"], timeperiod=14),
            ["exit_long", "exit_tag"],
        ] = (1, "far")
        return dataframe
