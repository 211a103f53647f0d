from datetime import timedelta

import numpy as np
import talib.abstract as ta
from freqtrade.strategy import CategoricalParameter, IntParameter, IStrategy


class Choices(IStrategy):
    """Values that a parameter, a tag or the run's mode decide."""

    ticker_interval = "15m"
    stoploss = -0.2
    use_custom_stoploss = True
    length = IntParameter(3, 5, default=4, space="buy")
    back = CategoricalParameter(["1", "2"], default="2", space="buy")
    guard = IntParameter(2, 9, default=3, space="protection")
    patience = IntParameter(30, 90, default=60, space="sell")
    frozen = length.value

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": self.guard.value}]

    def populate_indicators(self, dataframe, metadata):
        if self.config["runmode"].value in ("live", "dry_run"):
            dataframe["secret"] = self.dp.orderbook(metadata["pair"], 1)
        for length in range(3, 6):
            dataframe[f"ema_{length}"] = ta.EMA(dataframe, timeperiod=length)
        dataframe["side"] = np.where(dataframe["close"] > dataframe["open"], 1, np.nan)
        dataframe["side"] = dataframe["side"].ffill()
        dataframe["share"] = dataframe["close"].rolling(self.frozen, min_periods=1).mean()
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["close"] > dataframe[f"ema_{self.length.value}"])
            & (dataframe["close"].shift(int(self.back.value)) > dataframe["share"])
            & (dataframe["side"] == 1),
            ["enter_long", "enter_tag"],
        ] = (1, "above")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if current_time - timedelta(minutes=int(self.patience.value)) > trade.open_date_utc:
            return -0.01
        if hasattr(trade, "enter_tag") and trade.enter_tag == "above":
            return -0.05
        return None

    def confirm_trade_exit(
        self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, **kwargs
    ):
        if exit_reason in ("roi", "exit_signal") and trade.enter_tag is not None:
            return trade.calc_profit_ratio(rate) > 0
        return True
