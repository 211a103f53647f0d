import numpy as np
import talib
from freqtrade.strategy import IStrategy, IntParameter, stoploss_from_open


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class Keeping(IStrategy):
    "Trades that keep numbers and conditions for themselves, changed by every hook that may."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 0
    minimal_roi = {}
    stoploss = -0.06
    use_exit_signal = True
    use_custom_stoploss = True
    position_adjustment_enable = True
    max_entry_position_adjustment = 2
    sell_patience = IntParameter(10, 200, default=60, space="sell")

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=7)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < 35,
            ["enter_long", "enter_tag"],
        ] = (1, "low")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        kept = self.kept(trade)
        trade.set_custom_data("is_armed", bool(kept["is_armed"] or current_profit > 0.015))
        trade.set_custom_data("fills", float(kept["fills"] + 1 if after_fill else kept["fills"]))
        return known(stoploss_from_open(0.001, current_profit, is_short=trade.is_short, leverage=trade.leverage) if kept["is_armed"] else -0.03 if kept["fills"] > 1 else -0.05, None)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        kept = self.kept(trade)
        trade.set_custom_data("best", float(np.maximum(kept["best"], current_profit)))
        trade.set_custom_data("asked", float(kept["asked"] + 1))
        if kept["best"] > 0.01 and current_profit < kept["best"] / 2:
            return "gave_back"
        if kept["asked"] > self.sell_patience.value and not kept["is_halved"]:
            return "asked_often"
        return None

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        last = self.last_candle(pair)
        kept = self.kept(trade)
        trade.set_custom_data("rsi_before", float(last["rsi"]))
        return known(proposed_rate if kept["refused"] > 0 else proposed_rate * 1.001, proposed_rate)

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        kept = self.kept(trade)
        trade.set_custom_data("refused", float(kept["refused"] + 1))
        return bool(kept["refused"] >= 2 or exit_reason == "stop_loss" or trade.calc_profit_ratio(rate) > 0)

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake, max_stake, **kwargs):
        kept = self.kept(trade)
        trade.set_custom_data("is_halved", bool(kept["is_halved"] or current_profit > 0.012))
        trade.set_custom_data("refused", float(0 if kept["asked"] > 100 else kept["refused"]))
        trade.set_custom_data("first_rate", float(current_rate if np.isnan(kept["first_rate"]) else kept["first_rate"]))
        if not kept["is_halved"] and current_profit > 0.012:
            return known(-trade.stake_amount / 2, None), "half"
        if current_rate < kept["first_rate"] * 0.99 and trade.nr_of_successful_entries < 3:
            return known(trade.select_filled_orders(trade.entry_side)[0].stake_amount_filled / 2, None), "dip"
        return None

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]

    def kept(self, trade):
        return {"best": trade.get_custom_data("best", 0), "asked": trade.get_custom_data("asked", 0), "is_armed": trade.get_custom_data("is_armed", False), "fills": trade.get_custom_data("fills", 0), "is_halved": trade.get_custom_data("is_halved", False), "refused": trade.get_custom_data("refused", 0), "first_rate": trade.get_custom_data("first_rate", np.nan), "rsi_before": trade.get_custom_data("rsi_before", 50)}
