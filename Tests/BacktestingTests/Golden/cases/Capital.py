import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class Capital(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 14
    minimal_roi = {"0": 0.01, "60": 0.004}
    stoploss = -0.01

    def populate_indicators(self, df, metadata):
        df["mfi"] = ta.MFI(df, timeperiod=14)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["mfi"] < 30, ["enter_long", "enter_tag"]] = (1, "out")
        df.loc[(df["mfi"] < 12) & (df["volume"] > 0), ["enter_long", "enter_tag"]] = (1, "far out")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[df["mfi"] > 85, ["exit_long", "exit_tag"]] = (1, "in")
        return df

    def custom_stake_amount(self, pair, current_time, current_rate, proposed_stake, min_stake, max_stake, leverage,
                            entry_tag, side, **kwargs):
        return proposed_stake * 0.75 if current_time.hour >= 12 else max(min_stake, proposed_stake - 20)
