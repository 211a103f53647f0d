from datetime import timedelta

import talib.abstract as ta

from freqtrade.strategy import IStrategy


class Earlier(IStrategy):
    """Looks at a candle that the trade's age names, and puts tags behind each other."""

    timeframe = "5m"
    stoploss = -0.2
    use_custom_stoploss = True

    def custom_stoploss(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        start = trade.open_date_utc + timedelta(minutes=50)
        if current_time > start:
            count = int((current_time - start).total_seconds() / 300)
            dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
            candle = dataframe.iloc[-count].squeeze()
            if candle["rsi"] < 30 and current_rate < candle["open"]:
                return -0.01
        return -0.2

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        if int(current_profit * 100) > 3:
            return "enough"

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe)
        dataframe["score"] = 0
        dataframe.loc[dataframe["rsi"] < 35, "score"] += 2
        dataframe.loc[dataframe["volume"] > 100, "score"] += 1
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        low = dataframe["rsi"] < 30
        busy = dataframe["volume"] > 1000
        dataframe.loc[low, "enter_tag"] += "low "
        dataframe.loc[busy, "enter_tag"] += "busy "
        dataframe.loc[(low | busy) & (dataframe["score"] > 1), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 70, "exit_long"] = 1
        return dataframe
