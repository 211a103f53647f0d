from functools import reduce

import talib.abstract as ta

from freqtrade.strategy import (
    BooleanParameter,
    CategoricalParameter,
    DecimalParameter,
    IntParameter,
    IStrategy,
)


class Parameters(IStrategy):
    """
    Every kind of parameter, and conditions that only some of them ask for.

    Values come from buy_params where they are given.
    """

    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 50
    minimal_roi = {"0": 0.04, "90": 0.01}
    stoploss = -0.08

    buy_params = {"buy_length": 9, "buy_length": 12, "buy_factor": 1.25}
    sell_params = {"sell_rsi": 71, "sell_fixed": 99}

    buy_length = IntParameter([1, 40], default=20, space="buy")
    buy_factor = DecimalParameter(0.5, 2.0, decimals=2, default=1.0)
    buy_shape = CategoricalParameter(["deep", "shallow"], default="deep", space="buy")
    buy_level = CategoricalParameter([20, 30, 40], default=30, space="buy", optimize=False)
    buy_quiet = BooleanParameter(default=False, space="buy")
    buy_calm = CategoricalParameter([True, False], default=True, space="buy")
    sell_rsi = IntParameter(60, 90, default=70, space="sell")
    sell_fixed = IntParameter(1, 5, default=3, space="sell", load=False)

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        for length in self.buy_length.range:
            dataframe[f"mean_{length}"] = ta.SMA(dataframe, timeperiod=length)
        for length in [10, 20]:
            dataframe["high_{}".format(length)] = dataframe["high"].rolling(length).max()
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        conditions = []
        if self.buy_shape.value == "deep":
            conditions.append(dataframe["rsi"] < self.buy_level.value)
        else:
            conditions.append(dataframe["rsi"] < 45)
        if self.buy_quiet.value:
            conditions.append(dataframe["volume"] < dataframe["volume"].rolling(30).mean())
        if not self.buy_calm.value and self.buy_factor.value > 1:
            conditions.append(dataframe["high"] < dataframe["high_20"].shift(1))
        conditions.append(
            dataframe["close"] * self.buy_factor.value
            > dataframe[f"mean_{self.buy_length.value}"]
        )
        if conditions:
            dataframe.loc[reduce(lambda x, y: x & y, conditions), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        conditions = [dataframe["rsi"] > self.sell_rsi.value]
        if self.sell_fixed.value != 3:
            conditions.append(dataframe["close"] >= dataframe["high_10"])
        dataframe.loc[reduce(lambda x, y: x | y, conditions), "exit_long"] = 1
        return dataframe
