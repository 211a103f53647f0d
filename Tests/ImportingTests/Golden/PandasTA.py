import pandas as pd
import pandas_ta as pta
from freqtrade.strategy import DecimalParameter, IntParameter, IStrategy


class PandasTA(IStrategy):
    """Frames of pandas-ta, read by name, by place and through the data frame."""

    timeframe = "5m"
    stoploss = -0.05
    buy_length = IntParameter(7, 21, default=10, space="buy")
    buy_factor = DecimalParameter(1.0, 4.0, decimals=1, default=3.0, space="buy")

    def populate_indicators(self, dataframe, metadata):
        high, low, close = dataframe["high"], dataframe["low"], dataframe["close"]
        length, factor = self.buy_length.value, self.buy_factor.value
        trend = pta.supertrend(high, low, close, length=length, multiplier=factor)
        dataframe["trend"] = trend[f"SUPERTd_{length}_{factor}"]
        dataframe["stop"] = pta.supertrend(high, low, close, 10, 3)["SUPERT_10_3.0"]
        macd = pta.macd(close, fast=26, slow=12)
        dataframe["macd"] = macd["MACD_12_26_9"]
        dataframe["signal"] = macd.iloc[:, 2]
        bands = pta.bbands(close, length=20, std=2)
        dataframe["width"] = bands[bands.columns[3]]
        dataframe[["k", "d"]] = pta.stoch(high, low, close)
        dataframe = pd.concat([dataframe, pta.adx(high, low, close)], axis=1)
        dataframe.ta.rsi(length=7, append=True)
        dataframe["average"] = dataframe.ta.rma(close="high", length=14, offset=1, fillna=0)
        dataframe["squeezed"] = pta.squeeze(high, low, close, lazybear=True)["SQZ_ON"]
        dataframe["chop"] = pta.chop(high, low, close)
        cloud, _ = pta.ichimoku(high, low, close)
        dataframe["cloud"] = cloud["ISA_9"]
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["trend"] > 0)
            & (dataframe["close"] > dataframe["stop"])
            & (dataframe["macd"] > dataframe["signal"])
            & (dataframe["DMP_14"] > dataframe["DMN_14"])
            & (dataframe["ADX_14"] > 20)
            & (dataframe["close"] > dataframe["average"]),
            "enter_long",
        ] = 1
        dataframe.loc[(dataframe["k"] > dataframe["d"]) & (dataframe["RSI_7"] < 30), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["width"] > 4) & (dataframe["squeezed"] == 0), "exit_long"] = 1
        dataframe.loc[(dataframe["chop"] > 61.8) & (dataframe["close"] < dataframe["cloud"]), "exit_long"] = 1
        return dataframe
