import numpy as np
import pandas as pd
import talib
from freqtrade.strategy import IStrategy


def choose(test, chosen, otherwise):
    """Row by row one of two values."""
    values = np.where(test, chosen, otherwise)
    if values.dtype != bool:
        values = values.astype(float)
    return pd.Series(values, index=test.index)


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class BothSides(IStrategy):
    "Flips on every candle, orders that wait and time out, protections of one side."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    can_short = True
    minimal_roi = {"0": 0.05, "30": 0.01, "90": 0}
    stoploss = -0.03
    trailing_stop = True
    trailing_stop_positive_offset = 0
    trailing_only_offset_is_reached = False
    use_exit_signal = True

    @property
    def protections(self):
        return [
            {"method": "StoplossGuard", "lookback_period": 240, "only_per_side": True, "stop_duration": 60, "trade_limit": 2},
            {"method": "CooldownPeriod", "stop_duration_candles": 2},
        ]

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=7)
        dataframe["condition"] = dataframe["rsi"] > 70
        dataframe["value"] = choose(dataframe["rsi"] < 50, 0.9995, 1.0005)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < 30,
            ["enter_long", "enter_tag"],
        ] = (1, "low")
        dataframe.loc[
            dataframe["condition"],
            ["enter_short", "enter_tag"],
        ] = (1, "high")
        dataframe.loc[
            dataframe["condition"]
            & (dataframe["close"] > talib.EMA(dataframe["close"], timeperiod=20)),
            "enter_short",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] > 65,
            ["exit_long", "exit_tag"],
        ] = (1, "enough")
        dataframe.loc[
            dataframe["rsi"] < 35,
            "exit_short",
        ] = 1
        dataframe.loc[
            dataframe["rsi"] < 28,
            ["exit_short", "exit_tag"],
        ] = (1, "deep")
        return dataframe

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return known(proposed_rate * last["value"], proposed_rate)

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return known(proposed_rate * 0.9995 if trade.is_short else proposed_rate * 1.0004, proposed_rate)

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return known(2.5, proposed_leverage)

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]
