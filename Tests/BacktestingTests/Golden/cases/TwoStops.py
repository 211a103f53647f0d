import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib

class TwoStops(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 36
    minimal_roi = {}
    stoploss = -0.05
    trailing_stop = True
    trailing_stop_positive = 0.011
    trailing_stop_positive_offset = 0.021
    trailing_only_offset_is_reached = True
    use_custom_stoploss = True
    use_exit_signal = True

    def last(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1].squeeze()

    @informative("1h")
    def populate_indicators_1h(self, df, metadata):
        df["rsi"] = ta.RSI(df, timeperiod=10)
        df["natr"] = ta.NATR(df, timeperiod=10)
        return df

    def populate_indicators(self, df, metadata):
        ha = qtpylib.heikinashi(df)
        df["ha_open"] = ha["open"]
        df["ha_close"] = ha["close"]
        df["wma"] = ta.WMA(df, timeperiod=30)
        return df

    def populate_entry_trend(self, df, metadata):
        green = df["ha_close"] > df["ha_open"]
        df.loc[green & ~green.shift(1, fill_value=False) & (df["close"] > df["wma"]), ["enter_long", "enter_tag"]] = (1, "green")
        df.loc[(df["rsi_1h"] < 30) & (df["close"] > df["open"]), ["enter_long", "enter_tag"]] = (1, "hour")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[qtpylib.crossed(df["close"], df["wma"]) & (df["rsi_1h"] > 68), ["exit_long", "exit_tag"]] = (1, "crossed")
        return df

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        candle = self.last(pair)
        if current_time.hour < 12:
            return -(candle["natr_1h"] * 2.5 / 100)
        if current_profit < 0:
            return -0.04
        return None

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        candle = self.last(pair)
        if candle["rsi_1h"] > 75:
            return "hour_hot"
        if trade.min_rate < trade.open_rate * 0.985 and current_profit > 0 or pair == "SOL/USDT" and current_time.weekday() == 6:
            return "saved"
        return None
