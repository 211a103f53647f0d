import numpy as np
import talib.abstract as ta
from freqtrade.strategy import (BooleanParameter, CategoricalParameter, DecimalParameter, IntParameter, IStrategy,
                                informative, merge_informative_pair, stoploss_from_absolute, stoploss_from_open)
from technical import qtpylib


class ManyIndicators(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    startup_candle_count = 100
    minimal_roi = {"0": 0.025, "10": 0.015, "100": 0.007}
    stoploss = -0.022
    trailing_stop = True
    trailing_stop_positive = 0.004
    trailing_stop_positive_offset = 0.012
    trailing_only_offset_is_reached = True
    use_exit_signal = True

    def populate_indicators(self, df, metadata):
        df["willr"] = ta.WILLR(df, timeperiod=14)
        df["mfi"] = ta.MFI(df, timeperiod=14)
        df["cci"] = ta.CCI(df, timeperiod=20)
        df["sar"] = ta.SAR(df, acceleration=0.02, maximum=0.2)
        df["obv"] = ta.OBV(df)
        df["obv_mean"] = df["obv"].rolling(30).mean()
        df["tema"] = ta.TEMA(df, timeperiod=9)
        df["kama"] = ta.KAMA(df, timeperiod=10)
        df["ppo"] = ta.PPO(df, fastperiod=12, slowperiod=26, matype=1)
        df["ultosc"] = ta.ULTOSC(df)
        fast = ta.STOCHRSI(df, timeperiod=14, fastk_period=5, fastd_period=3)
        df["fastk"] = fast["fastk"]
        df["fastd"] = fast["fastd"]
        bb = ta.BBANDS(df, timeperiod=20, nbdevup=2.0, nbdevdn=2.0)
        df["bb_lower"] = bb["lowerband"]
        df["aroonosc"] = ta.AROONOSC(df, timeperiod=14)
        df["slope"] = ta.LINEARREG_SLOPE(df, timeperiod=14)
        return df

    def populate_entry_trend(self, df, metadata):
        df.loc[(df["willr"] < -85) & (df["mfi"] < 25), ["enter_long", "enter_tag"]] = (1, "sold")
        df.loc[(df["cci"] < -150) & (df["close"] < df["bb_lower"]), ["enter_long", "enter_tag"]] = (1, "cci")
        df.loc[(df["sar"] < df["low"]) & (df["sar"].shift(1) > df["low"].shift(1)) & (df["obv"] > df["obv_mean"]),
               ["enter_long", "enter_tag"]] = (1, "sar")
        df.loc[qtpylib.crossed_above(df["fastk"], df["fastd"]) & (df["ultosc"] < 38) & (df["ppo"] < 0),
               ["enter_long", "enter_tag"]] = (1, "srsi")
        df.loc[qtpylib.crossed_above(df["tema"], df["kama"]) & (df["slope"] > 0) & (df["aroonosc"] > 0),
               ["enter_long", "enter_tag"]] = (1, "tema")
        return df

    def populate_exit_trend(self, df, metadata):
        df.loc[(df["willr"] > -5) & (df["mfi"] > 80), ["exit_long", "exit_tag"]] = (1, "bought")
        df.loc[qtpylib.crossed_below(df["tema"], df["kama"]) & (df["aroonosc"] < -50), ["exit_long", "exit_tag"]] = (1, "tema")
        return df
