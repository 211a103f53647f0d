import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class OwnStops(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.08, "720": 0.01}
    stoploss = -0.04
    use_custom_stoploss = True
    use_exit_signal = True

    @property
    def protections(self):
        return [
            {"method": "CooldownPeriod", "stop_duration": 17},
            {"method": "StoplossGuard", "lookback_period": 720, "trade_limit": 2, "stop_duration_candles": 50,
             "only_per_pair": True, "required_profit": -0.002},
            {"method": "LowProfitPairs", "lookback_period_candles": 100, "trade_limit": 3, "stop_duration": 95,
             "required_profit": -0.01},
            {"method": "MaxDrawdown", "lookback_period": 1440, "trade_limit": 8, "stop_duration_candles": 30,
             "max_allowed_drawdown": 0.08},
        ]

    def last(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1].squeeze()

    def populate_indicators(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=14)
        df["atr"] = ta.ATR(df, timeperiod=14)
        df["ema"] = ta.EMA(df, timeperiod=20)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[qtpylib.crossed_above(df["rsi"], 35), ["enter_long", "enter_tag"]] = (1, "r35")
        df.loc[(df["rsi"] > 55) & (df["close"].shift(1) < df["ema"].shift(1)) & (df["close"] > df["ema"]),
               ["enter_long", "enter_tag"]] = (1, "ema")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[qtpylib.crossed_below(df["rsi"], 30), ["exit_long", "exit_tag"]] = (1, "weak")
        return df

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        candle = self.last(pair)
        if current_profit > 0.02:
            return stoploss_from_absolute(current_rate - 1.5 * candle["atr"], current_rate, is_short=trade.is_short,
                                          leverage=trade.leverage)
        if current_profit > 0.009:
            return stoploss_from_open(0.001, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        if (current_time - trade.open_date_utc).total_seconds() >= 4 * 3600:
            return -0.015
        return None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        candle = self.last(pair)
        minutes = (current_time - trade.open_date_utc).total_seconds() / 60
        if minutes > 300 and current_profit > -0.002:
            return "old"
        if candle["rsi"] > 75 and current_profit > 0.005:
            return "hot"
        if trade.max_rate > trade.open_rate * 1.012 and current_rate < trade.open_rate * 1.004:
            return "faded"
        return None

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage,
                            entry_tag, side, **kwargs):
        candle = self.last(pair)
        if candle["atr"] / candle["close"] > 0.004:
            return max(min_stake, proposed_stake * 0.4)
        return min(proposed_stake * 1.3, max_stake)

    def confirm_trade_entry(self, pair, order_type, amount, rate, time_in_force, current_time, entry_tag, side, **kwargs):
        return current_time.hour not in (7, 8) and rate <= self.last(pair)["close"] * 1.001

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force, exit_reason, current_time, **kwargs):
        return not (current_time.minute == 35 and rate > trade.open_rate)
