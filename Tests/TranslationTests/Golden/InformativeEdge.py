import pandas as pd
import talib
from freqtrade.strategy import IStrategy, merge_informative_pair


def from_candles(dataframe, timeframe, other, other_timeframe, values):
    """Values of other candles, each from the row on that closes with its candle."""
    other = pd.DataFrame({"date": other["date"], "value": values})
    merged = merge_informative_pair(
        dataframe[["date"]].reset_index(drop=True), other, timeframe, other_timeframe,
        ffill=True, append_timeframe=False, suffix="other")
    return pd.Series(merged["value_other"].to_numpy(), index=dataframe.index)


class InformativeEdge(IStrategy):
    "Days that have fewer candles than the start-up, another pair's weeks and its quarters of an hour."
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 40
    minimal_roi = {"0": 0.05, "60": 0.02, "300": 0.004}
    stoploss = -0.04
    use_exit_signal = True

    def informative_pairs(self):
        pairs = self.dp.current_whitelist()
        return [(pair, "1d") for pair in pairs] + [("BTC/USDT", "15m")] + [("BTC/USDT", "1w")]

    def populate_indicators(self, dataframe, metadata):
        candles_1d = self.dp.get_pair_dataframe(metadata["pair"], "1d")
        btc_usdt_15m = self.dp.get_pair_dataframe("BTC/USDT", "15m")
        btc_usdt_1w = self.dp.get_pair_dataframe("BTC/USDT", "1w")
        dataframe["daily"] = from_candles(dataframe, self.timeframe, candles_1d, "1d", talib.SMA(candles_1d["close"], timeperiod=5))
        dataframe["leader_change"] = from_candles(dataframe, self.timeframe, btc_usdt_15m, "15m", talib.ROC(btc_usdt_15m["close"], timeperiod=4))
        dataframe["week_rose"] = from_candles(dataframe, self.timeframe, btc_usdt_1w, "1w", (btc_usdt_1w["close"] > btc_usdt_1w["open"]).astype(float)) == 1
        dataframe["low_1d"] = from_candles(dataframe, self.timeframe, candles_1d, "1d", candles_1d["low"])
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["close"] > dataframe["daily"])
            & (dataframe["leader_change"] > 0.4)
            & (talib.ROC(dataframe["close"], timeperiod=4) < dataframe["leader_change"]),
            ["enter_long", "enter_tag"],
        ] = (1, "lag")
        dataframe.loc[
            (dataframe["close"] < dataframe["daily"] * 0.985)
            & dataframe["week_rose"]
            & (dataframe["close"] > dataframe["close"].rolling(32).median()),
            ["enter_long", "enter_tag"],
        ] = (1, "week")
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            (dataframe["leader_change"] < -0.8) | (dataframe["close"] < dataframe["low_1d"]),
            "exit_long",
        ] = 1
        return dataframe
