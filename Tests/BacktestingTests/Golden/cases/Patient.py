import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class Patient(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 10
    minimal_roi = {"0": 0.05, "35": 0.006, "300": -0.01}
    stoploss = -0.03

    def populate_indicators(self, df, metadata):
        df["mean"] = df["close"].rolling(10).mean()
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["close"] < df["mean"], ["enter_long", "enter_tag"]] = (1, "cheap")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["close"] > df["mean"] * 1.001, ["exit_long", "exit_tag"]] = (1, "dear")
        return df

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate * 0.9965

    def custom_exit_price(self, pair, trade, current_time, proposed_rate, current_profit, exit_tag, **kwargs):
        return proposed_rate * (1.004 if current_profit > 0 else 1.0005)
