import talib.abstract as ta

from freqtrade.strategy import IStrategy


class StandardStop(IStrategy):
    """Asks for a custom_stoploss and has none: freqtrade's own trails the rate."""

    timeframe = "5m"
    stoploss = -0.08
    use_custom_stoploss = True

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[ta.RSI(dataframe, timeperiod=14) < 30, "enter_long"] = 1
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
            return -0.01

        return "enough" if current_profit > 0.1 else None
