import talib.abstract as ta
from freqtrade.strategy import IStrategy


class Shorts(IStrategy):
    """Both ways, with leverage."""

    timeframe = "5m"
    stoploss = -0.1
    can_short = True

    def populate_indicators(self, dataframe, metadata):
        dataframe["adx"] = ta.ADX(dataframe)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["adx"] > 25, ["enter_long", "enter_tag"]] = (1, "up")
        dataframe.loc[dataframe["adx"] < 15, ["enter_short", "enter_tag"]] = (1, "down")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["adx"] < 20, "exit_long"] = 1
        dataframe.loc[dataframe["adx"] > 20, "exit_short"] = 1
        return dataframe

    def leverage(
        self, pair, current_time, current_rate, proposed_leverage, max_leverage, entry_tag, side,
        **kwargs,
    ):
        return min(3.0 if side == "long" else 2.0, max_leverage)

    def custom_stake_amount(
        self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage,
        entry_tag, side, **kwargs,
    ):
        if side == "short":
            return proposed_stake / leverage
        return proposed_stake

    def confirm_trade_entry(
        self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side,
        **kwargs,
    ):
        return side == "long" or current_time.hour < 20
