import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class Hasty(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 12
    minimal_roi = {"0": 0.012}
    stoploss = -0.02
    use_custom_stoploss = True

    def last(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1].squeeze()

    def populate_indicators(self, df, metadata):
        df["least"] = df["low"].rolling(6).min()
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["close"] > df["high"].shift(1), ["enter_long", "enter_tag"]] = (1, "break")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["close"] < df["low"].shift(2), "exit_long"] = 1
        return df

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return self.last(pair)["least"]

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return self.last(pair)["high"]

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        if current_profit > 0.006:
            return stoploss_from_open(0.003, current_profit, is_short=trade.is_short, leverage=trade.leverage)
        return -0.015

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if (current_time - trade.open_date_utc).total_seconds() / 60 >= 240:
            return "long enough"
        return None
