from Old import Old


class Young(Old):
    """A child of another file, with values of a hyperopt."""

    stoploss = -0.1

    def populate_indicators(self, dataframe, metadata):
        dataframe = super().populate_indicators(dataframe, metadata)
        dataframe["far"] = dataframe["middle"] * self.reach.value
        return dataframe

    def calm(self, dataframe):
        return super().calm(dataframe) & (dataframe["close"] < dataframe["far"])
