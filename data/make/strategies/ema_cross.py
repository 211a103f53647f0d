import talib.abstract as ta
from pandas import DataFrame

import freqtrade.vendor.qtpylib.indicators as qtpylib
from freqtrade.strategy import IStrategy


class EmaCross(IStrategy):
    """What data/strategies/ema-cross.strategy.yaml says, as freqtrade reads it."""

    INTERFACE_VERSION = 3
    timeframe = '5m'
    startup_candle_count = 300
    minimal_roi = {'0': 0.12, '1440': 0.05, '2880': 0.02}
    stoploss = -0.03
    trailing_stop = False
    use_exit_signal = True
    process_only_new_candles = True

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe['fast'] = ta.EMA(dataframe, timeperiod=60)
        dataframe['slow'] = ta.EMA(dataframe, timeperiod=288)
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[
            qtpylib.crossed_above(dataframe['fast'], dataframe['slow'])
            & (dataframe['volume'] > 0),
            ['enter_long', 'enter_tag']] = (1, 'golden_cross')
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[
            qtpylib.crossed_below(dataframe['fast'], dataframe['slow']),
            ['exit_long', 'exit_tag']] = (1, 'death_cross')
        return dataframe
