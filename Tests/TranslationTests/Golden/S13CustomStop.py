import numpy as np
import talib
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class S13CustomStop(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.1}
    stoploss = -0.05
    use_exit_signal = True
    use_custom_stoploss = True

    def populate_indicators(self, dataframe, metadata):
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_above(talib.RSI(dataframe["close"], timeperiod=14), 40),
            ["enter_long", "enter_tag"],
        ] = (1, "r40")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return known(stoploss_from_open(0.02, current_profit, is_short=trade.is_short, leverage=trade.leverage) if current_profit > 0.03 else stoploss_from_open(0.005, current_profit, is_short=trade.is_short, leverage=trade.leverage) if current_profit > 0.015 else -0.05, None)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if (current_time - trade.open_date_utc).total_seconds() / 60 > 360 and current_profit > 0:
            return "time_profit"
        return None

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        return known(proposed_stake * 0.5 if pair == "XMR/BTC" or pair == "XLM/BTC" else proposed_stake, proposed_stake)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return bool(current_time.hour != 13)
