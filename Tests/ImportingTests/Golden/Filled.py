import talib.abstract as ta

from freqtrade.strategy import IStrategy, stoploss_from_absolute, timeframe_to_prev_date


class Filled(IStrategy):
    """What trades remember of their entry, and what is asked of orders that do not wait."""

    timeframe = "5m"
    stoploss = -0.1
    position_adjustment_enable = True
    use_custom_stoploss = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["atr"] = ta.ATR(dataframe, timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["close"] < dataframe["open"], "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def order_filled(self, pair, trade, order, current_time, **kwargs):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        last_candle = dataframe.iloc[-1].squeeze()
        if trade.nr_of_successful_entries == 1 and order.ft_order_side == trade.entry_side:
            trade.set_custom_data(key="entry_candle_high", value=last_candle["high"])
        if order.ft_order_side == "sell":
            trade.set_custom_data("sold_at", order.safe_price)

    def custom_stoploss(
        self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs
    ):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        trade_date = timeframe_to_prev_date(self.timeframe, trade.open_date_utc)
        trade_candle = dataframe.loc[dataframe["date"] == trade_date]
        if trade_candle.empty:
            return None
        stop = trade.open_rate - trade_candle.squeeze()["atr"] * 3
        return stoploss_from_absolute(stop, current_rate)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_rate > trade.get_custom_data(key="entry_candle_high") * 1.01:
            return "above"
        sold_at = trade.get_custom_data("sold_at")
        if sold_at is not None and current_rate > sold_at:
            return "higher"

    def adjust_trade_position(
        self, trade, current_time, current_rate, current_profit, min_stake, max_stake, **kwargs
    ):
        if current_profit > 0.02 and trade.nr_of_successful_exits == 0:
            return -trade.stake_amount / 2

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, **kwargs):
        return order_type == "limit" and time_in_force == "GTC"

    def adjust_entry_price(self, trade, order, pair, current_time, proposed_rate, **kwargs):
        return proposed_rate

    def adjust_order_price(self, trade, order, pair, current_order_rate, **kwargs):
        return current_order_rate

    def custom_roi(self, pair, trade, current_time, trade_duration, entry_tag, side, **kwargs):
        return 0.05
