import numpy as np
import talib
from freqtrade.strategy import IStrategy, stoploss_from_absolute, stoploss_from_open
from technical import qtpylib


def known(value, otherwise):
    """The value, unless it is missing."""
    return otherwise if np.isnan(value) else float(value)


class OwnStops(IStrategy):
    "Every hook that back-tests follow, and every protection, in minutes and in candles."
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.08, "720": 0.01}
    stoploss = -0.04
    use_exit_signal = True
    use_custom_stoploss = True

    @property
    def protections(self):
        return [
            {"method": "CooldownPeriod", "stop_duration": 17},
            {"method": "StoplossGuard", "lookback_period": 720, "only_per_pair": True, "required_profit": -0.002, "stop_duration_candles": 50, "trade_limit": 2},
            {"method": "LowProfitPairs", "lookback_period_candles": 100, "required_profit": -0.01, "stop_duration": 95, "trade_limit": 3},
            {"method": "MaxDrawdown", "lookback_period": 1440, "max_allowed_drawdown": 0.08, "stop_duration_candles": 30, "trade_limit": 8},
        ]

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        dataframe["atr"] = talib.ATR(dataframe["high"], dataframe["low"], dataframe["close"], timeperiod=14)
        dataframe["ema"] = talib.EMA(dataframe["close"], timeperiod=20)
        dataframe["value"] = 1.5 * dataframe["atr"]
        dataframe["condition"] = dataframe["atr"] / dataframe["close"] > 0.004
        dataframe["value_2"] = dataframe["close"] * 1.001
        dataframe["condition_2"] = dataframe["rsi"] > 75
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_above(dataframe["rsi"], 35),
            ["enter_long", "enter_tag"],
        ] = (1, "r35")
        dataframe.loc[
            (dataframe["rsi"] > 55)
            & (dataframe["close"].shift(1) < dataframe["ema"].shift(1))
            & (dataframe["close"] > dataframe["ema"]),
            ["enter_long", "enter_tag"],
        ] = (1, "ema")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            qtpylib.crossed_below(dataframe["rsi"], 30),
            ["exit_long", "exit_tag"],
        ] = (1, "weak")
        return dataframe

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        last = self.last_candle(pair)
        return known(stoploss_from_absolute(current_rate - last["value"], current_rate, is_short=trade.is_short, leverage=trade.leverage) if current_profit > 0.02 else stoploss_from_open(0.001, current_profit, is_short=trade.is_short, leverage=trade.leverage) if current_profit > 0.009 else -0.015 if (current_time - trade.open_date_utc).total_seconds() / 60 >= 240 else 0, None)

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        last = self.last_candle(pair)
        if (current_time - trade.open_date_utc).total_seconds() / 60 > 300 and current_profit > -0.002:
            return "old"
        if last["condition_2"] and current_profit > 0.005:
            return "hot"
        if (trade.max_rate or trade.open_rate) > trade.open_rate * 1.012 and current_rate < trade.open_rate * 1.004:
            return "faded"
        return None

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return known(np.maximum((min_stake or 0), proposed_stake * 0.4) if last["condition"] else np.minimum(proposed_stake * 1.3, max_stake), proposed_stake)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        last = self.last_candle(pair)
        return bool(current_time.hour != 7 and current_time.hour != 8 and rate <= last["value_2"])

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        return bool(not (current_time.minute == 35 and rate > trade.open_rate))

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]
