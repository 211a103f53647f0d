import talib.abstract as ta
from freqtrade.strategy import IStrategy


class Retries(IStrategy):
    """What is counted of each pair, and as before once its trade is gone."""

    timeframe = "5m"
    stoploss = -0.05
    minimal_roi = {"0": 0.005}
    slippage_protection = {"retries": 3, "max_slippage": -0.001}
    held = {}
    last_pair = None

    def populate_indicators(self, dataframe, metadata):
        dataframe["rsi"] = ta.RSI(dataframe)
        return dataframe

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < 40, "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] > 60, "exit_long"] = 1
        return dataframe

    def confirm_trade_exit(self, pair, trade, order_type, amount, rate, time_in_force,
                           exit_reason, current_time, **kwargs):
        dataframe, _ = self.dp.get_analyzed_dataframe(pair, self.timeframe)
        candle = dataframe.iloc[-1].squeeze()
        self.last_pair = pair
        if exit_reason == "exit_signal" and candle["rsi"] > 75:
            return False
        if exit_reason == "roi":
            count = self.held.get(pair, 0)
            if count < 2:
                self.held[pair] = count + 1
                return False
        try:
            state = self.slippage_protection["__pair_retries"]
        except KeyError:
            state = self.slippage_protection["__pair_retries"] = {}
        slippage = rate / candle["close"] - 1
        if slippage < self.slippage_protection["max_slippage"]:
            pair_retries = state.get(pair, 0)
            if pair_retries < self.slippage_protection["retries"]:
                state[pair] = pair_retries + 1
                return False
        self.held[pair] = 0
        state[pair] = 0
        return True
