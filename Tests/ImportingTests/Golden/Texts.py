import numpy as np
import pandas as pd
import talib.abstract as ta
import technical.indicators as ftt
from freqtrade.strategy import IntParameter, IStrategy


class Texts(IStrategy):
    """Columns of texts, series that know their names, and signals that hooks read."""

    timeframe = "5m"
    stoploss = -0.05
    minimal_roi = {"0": 0.02}
    buy_period = IntParameter(7, 14, default=10, space="buy")

    def side(self, dataframe, period, name):
        _, sides = ftt.supertrend(dataframe, period=period, multiplier=3)
        return pd.Series(sides, index=dataframe.index, name=name).fillna("")

    def populate_indicators(self, dataframe, metadata):
        found = []
        for period in self.buy_period.range:
            found.append(self.side(dataframe, period, f"side_{period}"))
        if found:
            dataframe = pd.concat([dataframe] + found, axis=1)
        dataframe["color"] = np.where(dataframe["close"] > dataframe["open"], "green", "red")
        body = (dataframe["close"] - dataframe["open"]).replace(0, np.nan)
        ratio = (dataframe["high"] - dataframe["low"]) / body
        dataframe["ratio"] = ratio.replace([np.inf, -np.inf], np.nan).fillna(0)
        strength = ta.RSI(dataframe, timeperiod=7).fillna(50) / 10 - 5
        dataframe["level"] = np.clip(strength.astype(int), -2, 2)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["color"].shift(1) == "green") & (dataframe["color"].shift(2) != "green")
            & (dataframe[f"side_{self.buy_period.value}"] == "up"), "enter_long"] = 1
        dataframe.loc[(dataframe["level"] == -2) & (dataframe["ratio"] < -2), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        before = dataframe["color"].shift(1).fillna("none")
        dataframe.loc[(dataframe["color"] == "red") & (before == "red"), "exit_long"] = 1
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        last, before = dataframe.iloc[-1].squeeze(), dataframe.iloc[-2].squeeze()
        if last["enter_long"] == 1 and before["enter_long"] != 1 and current_profit < 0:
            return "again"
        return None
