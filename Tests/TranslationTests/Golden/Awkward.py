import numpy as np
import pandas as pd
import talib
from freqtrade.strategy import BooleanParameter, CategoricalParameter, DecimalParameter, IStrategy, IntParameter, merge_informative_pair


def spread(value, dataframe):
    """The value in every row."""
    return pd.Series(value, index=dataframe.index)


def choose(test, chosen, otherwise):
    """Row by row one of two values."""
    values = np.where(test, chosen, otherwise)
    if values.dtype != bool:
        values = values.astype(float)
    return pd.Series(values, index=test.index)


def divide(left, right):
    """As columns divide: by zero gives infinity, 0 / 0 is missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.float64(left) / np.float64(right))


def from_candles(dataframe, timeframe, other, other_timeframe, values):
    """Values of other candles, each from the row on that closes with its candle."""
    other = pd.DataFrame({"date": other["date"], "value": values})
    merged = merge_informative_pair(
        dataframe[["date"]].reset_index(drop=True), other, timeframe, other_timeframe,
        ffill=True, append_timeframe=False, suffix="other")
    return pd.Series(merged["value_other"].to_numpy(), index=dataframe.index)


class lambda_(IStrategy):
    "Names that mean something to Python or freqtrade; text with \"quotes\" and a \\."
    INTERFACE_VERSION = 3
    timeframe = "15m"
    startup_candle_count = 30
    minimal_roi = {"0": 0.04}
    stoploss = -0.05
    use_exit_signal = True
    stoploss_ = DecimalParameter(0, 1, default=0.5, decimals=2, space="buy")
    for_ = IntParameter(5, 20, default=9, space="buy")
    protection_on = BooleanParameter(default=True, space="protection", optimize=False)
    leverage_ = CategoricalParameter(["a\"b", "c\\d"], default="c\\d", space="my_space")

    def informative_pairs(self):
        pairs = self.dp.current_whitelist()
        return [(pair, "1h") for pair in pairs] + [(pair, "4h") for pair in pairs] + [("ETH/USDT", "15m")]

    def populate_indicators(self, dataframe, metadata):
        candles_1h = self.dp.get_pair_dataframe(metadata["pair"], "1h")
        candles_4h = self.dp.get_pair_dataframe(metadata["pair"], "4h")
        eth_usdt_15m = self.dp.get_pair_dataframe("ETH/USDT", "15m")
        dataframe["bands_upper_2"] = talib.EMA(dataframe["close"], timeperiod=5)
        candles_1h["rsi_4h"] = from_candles(candles_1h, "1h", candles_4h, "4h", talib.RSI(candles_4h["close"], timeperiod=14))
        dataframe["nested"] = from_candles(dataframe, self.timeframe, candles_1h, "1h", candles_1h["rsi_4h"])
        dataframe["own"] = from_candles(dataframe, self.timeframe, eth_usdt_15m, "15m", eth_usdt_15m["close"] / eth_usdt_15m["open"])
        dataframe["bands_lower"] = talib.BBANDS(dataframe["close"], timeperiod=20, nbdevup=2, nbdevdn=2)[2]
        dataframe["bollinger_1h_before"] = from_candles(dataframe, self.timeframe, candles_1h, "1h", talib.BBANDS(candles_1h["close"], timeperiod=20, nbdevup=2, nbdevdn=2)[0]).shift(1)
        dataframe["bands_upper"] = talib.BBANDS(dataframe["close"], timeperiod=20, nbdevup=2, nbdevdn=2)[0]
        dataframe["hours_middle"] = from_candles(dataframe, self.timeframe, candles_1h, "1h", talib.BBANDS(candles_1h["close"], timeperiod=20, nbdevup=2, nbdevdn=2)[1])
        dataframe["condition"] = dataframe["date"].dt.hour.astype(float) == 13
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe["enter_long_2"] = talib.SMA(dataframe["close"], timeperiod=self.for_.value)
        dataframe.loc[
            (dataframe["close"] < (dataframe["bands_lower"] if self.leverage_.value == "c\\d" else dataframe["enter_long_2"]))
            & (dataframe["own"] > 1 if self.protection_on.value else spread(True, dataframe))
            & (dataframe["close"].shift(1) < dataframe["bollinger_1h_before"])
            & (dataframe["nested"] < 60)
            & (dataframe["bands_upper_2"] < dataframe["bands_upper"] * (2 * self.stoploss_.value)),
            ["enter_long", "enter_tag"],
        ] = (1, "it's \"low\"")
        dataframe.loc[
            spread(self.protection_on.value and 2 * self.stoploss_.value > 3, dataframe),
            "enter_long",
        ] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[
            (choose(dataframe["close"] > dataframe["hours_middle"], 1, 0) == 1) | (np.minimum(dataframe["close"], divide(2 * self.stoploss_.value, self.stoploss_.value)) > 1000000000000),
            "exit_long",
        ] = 1
        return dataframe

    def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
        last = self.last_candle(pair)
        if last["condition"] and (current_time - trade.open_date_utc).total_seconds() / 60 > 30 and divide(1, current_profit) > 50:
            return "custom_exit"
        if self.ago(pair, "bands_upper", (current_time - trade.open_date_utc).total_seconds() / 60 / 15) < self.ago(pair, "close", 2) and (current_time - trade.open_date_utc).total_seconds() / 60 > 60:
            return "ago"
        return None

    def last_candle(self, pair):
        return self.dp.get_analyzed_dataframe(pair, self.timeframe)[0].iloc[-1]

    def ago(self, pair, column, count):
        values = self.dp.get_analyzed_dataframe(pair, self.timeframe)[0][column]
        is_there = 0 <= count < len(values)
        return float(values.iloc[-1 - int(count)]) if is_there else np.nan
