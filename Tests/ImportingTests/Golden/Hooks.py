from datetime import timedelta

import talib.abstract as ta

from freqtrade.strategy import IStrategy, stoploss_from_absolute, stoploss_from_open


class Hooks(IStrategy):
    """Every call-back that strategy files have."""

    timeframe = "5m"
    stoploss = -0.1
    use_custom_stoploss = True
    position_adjustment_enable = True
    levels = {120: 0.01, 600: 0.0}

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": 2 * 3}]

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["atr"] = ta.ATR(dataframe, timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 30, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(
        self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs
    ):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        candle = dataframe.iloc[-1].squeeze()
        if current_profit > 0.05:
            return stoploss_from_open(0.02, current_profit, is_short=trade.is_short)
        if current_time - trade.open_date_utc > timedelta(hours=4):
            return stoploss_from_absolute(current_rate - candle["atr"] * 2, current_rate)
        return None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair=pair, timeframe=self.timeframe)
        last, before = dataframe.iloc[-1], dataframe.iloc[-2]
        minutes = (current_time - trade.open_date_utc).total_seconds() / 60
        for limit, profit in self.levels.items():
            if minutes > limit and current_profit > profit:
                return f"after_{limit}"
        if current_profit > 0.02:
            if last["rsi"] > 80 and before["rsi"] > 80:
                return "hot"
            elif trade.max_rate * 0.9 > current_rate:
                return "fell"
        return None

    def confirm_trade_entry(
        self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs
    ):
        if pair == "BTC/USDT" or side == "short":
            return False
        return current_time.hour not in (0, 23)

    def confirm_trade_exit(
        self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time,
        **kwargs,
    ):
        return trade.calc_profit_ratio(rate) > -0.02 or current_time.weekday() < 5

    def custom_stake_amount(
        self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage,
        entry_tag, side, **kwargs,
    ):
        return max(min_stake, min(proposed_stake / 2, max_stake))

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate * 0.999

    def custom_exit_price(
        self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs
    ):
        return proposed_rate * 1.001 if current_profit < 0 else proposed_rate

    def adjust_trade_position(
        self, trade, current_time, current_rate, current_profit, min_stake, max_stake, **kwargs
    ):
        if current_profit > -0.05 or trade.nr_of_successful_entries > 2:
            return None
        return trade.stake_amount * 0.5
