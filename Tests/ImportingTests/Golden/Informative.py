import talib.abstract as ta

from freqtrade.strategy import IStrategy, informative, merge_informative_pair


class Informative(IStrategy):
    """Longer candles, and those of another pair."""

    timeframe = "5m"
    stoploss = -0.1
    longer = "4h"

    @informative("1h")
    def populate_indicators_1h(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe, timeperiod=14)
        dataframe["calm"] = (dataframe["rsi"] > 40) & (dataframe["rsi"] < 60)
        return dataframe

    @informative("1h", "BTC/USDT")
    def populate_indicators_btc(self, dataframe, metadata):
        dataframe["mean"] = ta.EMA(dataframe, timeperiod=50)
        return dataframe

    def informative_pairs(self):
        return [(pair, self.longer) for pair in self.dp.current_whitelist()]

    def populate_indicators(self, dataframe, metadata):
        other = self.dp.get_pair_dataframe(pair=metadata["pair"], timeframe=self.longer)
        other["top"] = other["high"].rolling(10).max()
        dataframe = merge_informative_pair(
            dataframe, other, self.timeframe, self.longer, ffill=True
        )
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["rsi_1h"] < 50)
            & dataframe["calm_1h"]
            & (dataframe["btc_usdt_close_1h"] > dataframe["btc_usdt_mean_1h"])
            & (dataframe["close"] > dataframe["top_4h"].shift(3)),
            "enter_long",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        return dataframe
