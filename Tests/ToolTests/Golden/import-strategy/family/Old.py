from freqtrade.strategy import DecimalParameter, IStrategy

LIMIT = 0.5


def middle(dataframe):
    return (dataframe["high"] + dataframe["low"]) / 2


class Old(IStrategy):
    timeframe = "15m"
    stoploss = -0.2
    minimal_roi = {"0": 0.1}
    reach = DecimalParameter(0.9, 1.1, decimals=2, default=1.0, space="buy")

    def populate_indicators(self, dataframe, metadata):
        dataframe["middle"] = middle(dataframe)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[self.calm(dataframe), "enter_long"] = 1
        return dataframe

    def calm(self, dataframe):
        return dataframe["volume"] < LIMIT
