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


class DetailFlips(IStrategy):
    "Both sides, seen minute by minute, with few slots and orders that wait."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    can_short = True
    minimal_roi = {"0": 0.02, "7": 0.012, "20": 0.008, "90": 0}
    stoploss = -0.02
    trailing_stop = True
    trailing_stop_positive = 0.006
    trailing_stop_positive_offset = 0.012
    trailing_only_offset_is_reached = True
    use_exit_signal = True

    @property
    def protections(self):
        return [
            {"method": "StoplossGuard", "lookback_period": 60, "only_per_side": True, "stop_duration": 13, "trade_limit": 2},
            {"method": "CooldownPeriod", "stop_duration": 2},
        ]

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=10)
        dataframe["value"] = choose(dataframe["rsi"] < 50, 0.9998, 1.0002)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < 38,
            ["enter_long", "enter_tag"],
        ] = (1, "low")
        dataframe.loc[
            dataframe["rsi"] > 62,
            ["enter_short", "enter_tag"],
        ] = (1, "high")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] > 60,
            ["exit_long", "exit_tag"],
        ] = (1, "up")
        dataframe.loc[
            dataframe["rsi"] < 40,
            ["exit_short", "exit_tag"],
        ] = (1, "down")
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if (current_time - trade.open_date_utc).total_seconds() / 60 > 62 and current_profit > 0:
            return "hour"
        return None

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return known(proposed_rate * last["value"], proposed_rate)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return bool(current_time.minute != 3)

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return known(3, proposed_leverage)

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]
