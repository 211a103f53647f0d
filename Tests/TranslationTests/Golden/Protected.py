import talib
from freqtrade.strategy import BooleanParameter, DecimalParameter, IStrategy, IntParameter


class Protected(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.03}
    stoploss = -0.02
    use_exit_signal = True
    buy_rsi = IntParameter(20, 45, default=40, space="buy")
    protection_pause = IntParameter(0, 48, default=6, space="protection")
    protection_guard = BooleanParameter(default=True, space="protection")
    protection_limit = IntParameter(1, 8, default=2, space="protection")
    protection_pair = BooleanParameter(default=True, space="protection")
    protection_fall = DecimalParameter(0.01, 0.2, default=0.02, decimals=2, space="protection")

    @property
    def protections(self):
        return [
            {"method": "CooldownPeriod", "stop_duration_candles": self.protection_pause.value},
            *([{"method": "StoplossGuard", "lookback_period_candles": 48, "only_per_pair": self.protection_pair.value, "stop_duration_candles": 24, "trade_limit": self.protection_limit.value}] if self.protection_guard.value else []),
            {"method": "MaxDrawdown", "lookback_period_candles": 96, "max_allowed_drawdown": self.protection_fall.value, "stop_duration_candles": 12, "trade_limit": 3},
        ]

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = talib.RSI(dataframe["close"], timeperiod=14)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] < self.buy_rsi.value,
            "enter_long",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            dataframe["rsi"] > 60,
            "exit_long",
        ] = 1
        return dataframe
