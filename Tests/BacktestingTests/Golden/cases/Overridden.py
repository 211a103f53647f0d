import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class Overridden(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 3
    minimal_roi = {"0": 0.5}
    stoploss = -0.4
    use_exit_signal = False
    use_custom_stoploss = True
    position_adjustment_enable = False

    @property
    def protections(self):
        return [{"method": "CooldownPeriod", "stop_duration_candles": 2}]

    def populate_indicators(self, df, metadata):
        df["slow"] = ta.SMA(df, timeperiod=24)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[qtpylib.crossed_above(df["close"], df["slow"]), ["enter_long", "enter_tag"]] = (1, "over")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[qtpylib.crossed_below(df["close"], df["slow"]), ["exit_long", "exit_tag"]] = (1, "under")
        return df

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, after_fill, **kwargs):
        return -0.001

    def custom_entry_price(self, pair, trade, current_time, proposed_rate, entry_tag, side, **kwargs):
        return proposed_rate * 0.5
