import numpy as np
import pandas as pd
import talib
import talib.abstract as ta
from technical import qtpylib

from freqtrade.strategy import IStrategy

LIMIT = 25


def middle(dataframe):
    return (dataframe["high"] + dataframe["low"]) / 2


class Columns(IStrategy):
    """Columns as people compute them."""

    timeframe = "5m"
    startup_candle_count = 60
    minimal_roi = {"0": 0.02}
    stoploss = -0.05
    weight = 0.5

    def populate_indicators(self, dataframe, metadata):
        bands = ta.BBANDS(dataframe, timeperiod=20, nbdevup=2.0, nbdevdn=2.0)
        dataframe["lower"] = bands["lowerband"]
        dataframe["width"] = (bands["upperband"] - bands["lowerband"]) / bands["middleband"]
        uneven = ta.BBANDS(dataframe, 20, 2.0, 1.5, price="high")
        dataframe["uneven"] = uneven["lowerband"]
        macd = ta.MACD(dataframe)
        dataframe["macd"] = macd["macd"]
        dataframe["hist"] = macd["macdhist"]
        slow = ta.STOCH(dataframe, 14, 3, 0, 3, 0)
        dataframe["slowk"] = slow["slowk"]
        dataframe["fastd"] = ta.STOCHF(dataframe)["fastd"]
        upper, mid, low = talib.BBANDS(dataframe["close"], timeperiod=10)
        dataframe["mid"] = mid
        own = qtpylib.bollinger_bands(qtpylib.typical_price(dataframe), window=20, stds=2)
        dataframe["own_lower"] = own["lower"]
        smooth = qtpylib.heikinashi(dataframe)
        dataframe["ha_close"] = smooth["close"]
        dataframe["ha_atr"] = ta.ATR(smooth, timeperiod=10)
        dataframe["middle"] = middle(dataframe)
        dataframe["jump"] = dataframe["close"].pct_change(3).abs()
        dataframe["step"] = dataframe["close"].diff()
        dataframe["before"] = dataframe["step"].shift(1).shift(2)
        dataframe["up"] = (dataframe["close"] > dataframe["open"]).astype("int")
        dataframe["ups"] = dataframe["up"].rolling(5).sum()
        dataframe["body"] = dataframe[["open", "close"]].max(axis=1)
        dataframe["side"] = np.where(dataframe["close"] > dataframe["mid"], 1, -1)
        dataframe["kind"] = np.select(
            [dataframe["jump"] > 0.02, dataframe["jump"] > 0.01], [2, 1], default=0
        )
        dataframe["log"] = np.log(dataframe["volume"] + 1) ** 2
        dataframe["kept"] = dataframe["macd"].fillna(0).clip(lower=-1, upper=1)
        dataframe.loc[dataframe["step"] > 0, "mark"] = 1
        dataframe.loc[dataframe["step"] < 0, "mark"] = -1
        dataframe["hour"] = dataframe["date"].dt.hour
        dataframe["never"] = dataframe["close"].apply(lambda price: price // 2)
        frame = pd.DataFrame({"spread": dataframe["high"] - dataframe["low"]})
        dataframe = pd.concat([dataframe, frame], axis=1)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        first = (dataframe["close"] < dataframe["lower"]) & (dataframe["width"] > 0.02)
        second = qtpylib.crossed_above(dataframe["macd"], 0) | (dataframe["hist"] > 0)
        third = ~(dataframe["slowk"] > 80) & dataframe["fastd"].between(10, 90)
        fourth = (dataframe["uneven"].notna()) & (dataframe["before"].lt(0))
        dataframe.loc[first & second & third & fourth, "enter_long"] = 1
        dataframe.loc[
            (dataframe["own_lower"] > dataframe["close"])
            & (dataframe["ha_close"] > dataframe["middle"] * self.weight)
            & (dataframe["ups"] >= 3)
            & (dataframe["up"] == 1),
            "enter_long",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["body"] > dataframe["mid"])
            & (dataframe["side"] == 1)
            & (dataframe["kind"] != 0)
            & (dataframe["log"] > LIMIT)
            & (dataframe["kept"] < 1)
            & (dataframe["mark"] == -1)
            & (dataframe["hour"] < 20)
            & (dataframe["spread"] > dataframe["ha_atr"]),
            "exit_long",
        ] = 1
        return dataframe
