import talib.abstract as ta
from pandas import DataFrame

import freqtrade.vendor.qtpylib.indicators as qtpylib
from freqtrade.strategy import IStrategy, informative


class BollingerTrailing(IStrategy):
    """What data/strategies/bollinger-trailing.strategy.yaml says, as freqtrade reads it."""

    INTERFACE_VERSION = 3
    timeframe = '5m'
    startup_candle_count = 60
    minimal_roi = {'0': 0.10, '2880': 0.02}
    stoploss = -0.04
    trailing_stop = True
    trailing_stop_positive = 0.01
    trailing_stop_positive_offset = 0.02
    trailing_only_offset_is_reached = True
    use_exit_signal = False
    process_only_new_candles = True

    @informative('1h')
    def populate_indicators_1h(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe['trend'] = ta.EMA(dataframe, timeperiod=24)
        return dataframe

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        bands = ta.BBANDS(dataframe, timeperiod=20, nbdevup=2.2, nbdevdn=2.2)
        dataframe['lower'] = bands['lowerband']
        dataframe['middle'] = bands['middleband']
        dataframe['upper'] = bands['upperband']
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[
            qtpylib.crossed_above(dataframe['close'], dataframe['upper'])
            & (dataframe['close'] > dataframe['trend_1h'])
            & (dataframe['volume'] > 0),
            ['enter_long', 'enter_tag']] = (1, 'breakout')
        dataframe.loc[
            qtpylib.crossed_above(dataframe['close'], dataframe['lower'])
            & (dataframe['close'] < dataframe['trend_1h'] * 0.97)
            & (dataframe['volume'] > 0),
            ['enter_long', 'enter_tag']] = (1, 'rebound')
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        return dataframe
