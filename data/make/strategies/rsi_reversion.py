import talib.abstract as ta
from pandas import DataFrame

import freqtrade.vendor.qtpylib.indicators as qtpylib
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter,
                                IntParameter, IStrategy)


class RsiReversion(IStrategy):
    """What data/strategies/rsi-reversion.strategy.yaml says, as freqtrade reads it."""

    INTERFACE_VERSION = 3
    timeframe = '5m'
    startup_candle_count = 200
    minimal_roi = {'0': 0.05, '60': 0.025, '240': 0.01, '720': 0}
    stoploss = -0.04
    trailing_stop = False
    use_exit_signal = True
    process_only_new_candles = True

    buy_rsi = IntParameter(20, 40, default=25, space='buy')
    volume_factor = DecimalParameter(0.5, 1.5, decimals=1, default=1.0, space='buy')
    trigger = CategoricalParameter(['below', 'cross'], default='cross', space='buy')
    trend_filter = BooleanParameter(default=False, space='buy')
    sell_rsi = IntParameter(50, 85, default=65, space='sell')

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe['rsi'] = ta.RSI(dataframe, timeperiod=14)
        dataframe['volume_mean'] = dataframe['volume'].rolling(20).mean()
        dataframe['trend'] = ta.SMA(dataframe, timeperiod=200)
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        if self.trigger.value == 'cross':
            triggered = qtpylib.crossed_above(dataframe['rsi'], self.buy_rsi.value)
        else:
            triggered = dataframe['rsi'] < self.buy_rsi.value
        condition = (dataframe['volume'] > dataframe['volume_mean'] * self.volume_factor.value) & triggered
        if self.trend_filter.value:
            condition &= dataframe['close'] > dataframe['trend']
        dataframe.loc[condition, ['enter_long', 'enter_tag']] = (1, 'rsi_low')
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[
            qtpylib.crossed_above(dataframe['rsi'], self.sell_rsi.value),
            ['exit_long', 'exit_tag']] = (1, 'rsi_high')
        return dataframe
