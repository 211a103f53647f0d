import talib.abstract as ta
from freqtrade.strategy import IStrategy, stoploss_from_open
from technical import qtpylib

class LastStake(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.02}
    stoploss = -0.015

    @property
    def protections(self):
        return [
            {"method": "CooldownPeriod", "unlock_at": "07:30"},
            {"method": "MaxDrawdown", "lookback_period_candles": 100, "trade_limit": 3, "stop_duration_candles": 30,
             "max_allowed_drawdown": 0.004, "calculation_mode": "equity"},
            {"method": "LowProfitPairs", "lookback_period": 1440, "trade_limit": 1, "stop_duration": 100,
             "required_profit": 0.01, "only_per_pair": False},
        ]

    def populate_indicators(self, df, metadata):
        df["top"] = df["high"].rolling(24).max()
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[df["close"] < df["top"] * 0.99, ["enter_long", "enter_tag"]] = (1, "fallen")
        return df

    def populate_exit_trend(self, df, metadata):
        return df
