from datetime import timedelta

import talib.abstract as ta

from freqtrade.strategy import IStrategy


class Orders(IStrategy):
    """What call-backs ask a trade, its orders and the wallet."""

    timeframe = "5m"
    stoploss = -0.1
    position_adjustment_enable = True
    use_custom_stoploss = True
    can_short = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 30, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def leverage(self, pair, current_time, current_rate, proposed_leverage, max_leverage, **kwargs):
        return 3 if self.wallets.get_available_stake_amount() > 100 else 2

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, **kwargs):
        free = self.wallets.get_free(self.config["stake_currency"])
        return min(self.wallets.get_total_stake_amount() / 8, free / 3)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, **kwargs):
        return amount * rate < self.wallets.get_total_stake_amount()

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        return -0.03 if trade.stop_loss > trade.initial_stop_loss else -0.05

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_profit < 0 and (current_time - trade.open_date_utc).days >= 1:
            return "unclog"
        if trade.calc_profit_ratio(trade.max_rate) - trade.calc_profit_ratio(current_rate) > 0.02:
            return "fell"
        if trade.date_last_filled_utc + timedelta(hours=4) < current_time:
            return "waited"

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, exit_tag, **kwargs):
        return proposed_rate * 1.001 if exit_tag == "fell" else proposed_rate

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, exit_reason, **kwargs):
        return amount * rate > 10 or trade.calc_profit_ratio(rate) > 0

    def check_entry_timeout(self, pair, trade, order, current_time, **kwargs):
        return True

    def adjust_trade_position(
        self, trade, current_time, current_rate, current_profit, min_stake, max_stake,
        current_entry_rate, current_exit_rate, current_entry_profit, current_exit_profit, **kwargs,
    ):
        if trade.has_open_orders:
            return None
        if current_exit_profit > 0.05 and trade.nr_of_successful_exits == 0:
            return -(trade.stake_amount / 2), "half"
        filled = trade.select_filled_orders(trade.entry_side)
        exits = trade.select_filled_orders(trade.exit_side)
        if exits and current_time - exits[-1].order_filled_utc < timedelta(hours=1):
            return None
        if current_entry_rate < filled[-1].price and filled[-1].stake_amount < filled[0].cost:
            return filled[0].stake_amount_filled * (1 + len(filled) * 0.25)
