from freqtrade.strategy import IStrategy, stoploss_from_open
import talib.abstract as ta


class Keeps(IStrategy):
    timeframe = "5m"
    stoploss = -0.1
    minimal_roi = {"0": 0.08}
    use_custom_stoploss = True
    position_adjustment_enable = True
    HALVED = "halved"
    STAGE = "stage_{number}"

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=7)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 35, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill,
                        **kwargs):
        armed = trade.get_custom_data("armed", default=False)
        if armed or current_profit > 0.01:
            if not armed:
                trade.set_custom_data("armed", True)
            return stoploss_from_open(0.002, current_profit, is_short=trade.is_short,
                                      leverage=trade.leverage)
        return None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        best = trade.get_custom_data("best", default=0.0)
        if current_profit > best:
            best = current_profit
            trade.set_custom_data("best", best)
        asked = trade.get_custom_data("asked", 0)
        trade.set_custom_data("asked", asked + 1)
        if trade.get_custom_data("Asked") > 60 and current_profit > 0:
            return "asked_often"
        if best > 0.015 and current_profit < best / 2:
            return "gave_back"
        return None

    def adjust_trade_position(self, trade, current_time, current_rate, current_profit, min_stake,
                              max_stake, current_entry_rate, current_exit_rate,
                              current_entry_profit, current_exit_profit, **kwargs):
        if trade.get_custom_data("first_rate") is None:
            trade.set_custom_data("first_rate", current_rate)
            return None
        first = trade.get_custom_data("first_rate")
        for number, level in enumerate([-0.01, -0.02]):
            key = self.STAGE.format(number=number)
            if not trade.get_custom_data(key, default=False) and current_rate / first - 1 <= level:
                trade.set_custom_data(key, True)
                return 0.5 * trade.stake_amount
        if not trade.get_custom_data(self.HALVED, default=False) and current_profit > 0.02:
            trade.set_custom_data(self.HALVED, True)
            return -(trade.stake_amount / 2), "halved"
        return None
