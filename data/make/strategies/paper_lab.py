from datetime import datetime

import talib.abstract as ta
from pandas import DataFrame

from freqtrade.strategy import IStrategy


class PaperLab(IStrategy):
    """Makes a live bot's leftovers quickly: limit orders that wait, orders that time out, locks after every exit."""

    INTERFACE_VERSION = 3
    timeframe = '1m'
    startup_candle_count = 5
    minimal_roi = {'0': 0.004, '1': 0.001, '3': -1}
    stoploss = -0.03
    use_exit_signal = True
    order_types = {'entry': 'limit', 'exit': 'limit', 'stoploss': 'market', 'stoploss_on_exchange': False}

    @property
    def protections(self):
        return [{'method': 'CooldownPeriod', 'stop_duration_candles': 2}]

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe['ema'] = ta.EMA(dataframe, timeperiod=5)
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[dataframe['volume'] > 0, ['enter_long', 'enter_tag']] = (1, 'always')
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[dataframe['close'] < dataframe['ema'] * 0.99, ['exit_long', 'exit_tag']] = (1, 'below_ema')
        return dataframe

    def custom_entry_price(self, pair: str, trade, current_time: datetime, proposed_rate: float, entry_tag: str,
                           side: str, **kwargs) -> float:
        return proposed_rate * 0.98 if pair in ('DOGE/USDT', 'XRP/USDT') else proposed_rate
