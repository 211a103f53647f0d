import numpy as np
import talib
from freqtrade.strategy import IStrategy, stoploss_from_absolute, stoploss_from_open
from technical import qtpylib


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class ShortHooks(IStrategy):
    "Every hook on both sides."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    can_short = True
    minimal_roi = {"0": 0.12, "300": 0.03}
    stoploss = -0.1
    use_exit_signal = True
    use_custom_stoploss = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        dataframe["condition"] = dataframe["rsi"] > 50
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_above(dataframe["rsi"], 35),
            ["enter_long", "enter_tag"],
        ] = (1, "up")
        dataframe.loc[
            qtpylib.crossed_below(dataframe["rsi"], 65),
            ["enter_short", "enter_tag"],
        ] = (1, "down")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return known(stoploss_from_open(0.02, current_profit, is_short=trade.is_short, leverage=trade.leverage) if current_profit > 0.04 else stoploss_from_absolute(trade.open_rate * (1.01 if trade.is_short else 0.99), current_rate, is_short=trade.is_short, leverage=trade.leverage) if (current_time - trade.open_date_utc).total_seconds() / 60 > 120 else -0.08, None)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if (current_time - trade.open_date_utc).total_seconds() / 60 > 360 and current_profit > 0.002:
            return "patience"
        return None

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return known(proposed_stake * 0.5 if last["condition"] else np.minimum(max_stake, proposed_stake * 1.5), proposed_stake)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return bool(current_time.hour != 13)

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        return bool(trade.calc_profit_ratio(rate) > -0.5 and not (trade.is_short and current_time.minute == 25))

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side, **kwargs):
        return known(np.minimum(max_leverage, 4), proposed_leverage)

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]
