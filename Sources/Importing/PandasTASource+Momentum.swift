extension PandasTASource {
    /// Momentum and returns.
    static let momentum = #"""
        def ao(high, low, fast=5, slow=34):
            fast, slow = anytrade.ordered(fast, slow)
            middle = 0.5 * (high + low)
            return {f"AO_{fast}_{slow}": talib.SMA(middle, fast) - talib.SMA(middle, slow)}


        def apo(close, fast=12, slow=26, mamode="sma"):
            fast, slow = anytrade.ordered(fast, slow)
            return {f"APO_{fast}_{slow}": anytrade.apo(close, fast, slow, _kind(mamode))}


        def bias(close, length=26, mamode="sma"):
            name = f"BIAS_{mamode.upper()}_{length}"
            return {name: close / _average(mamode, close, length) - 1}


        def bop(open_, high, low, close):
            return {"BOP": talib.BOP(open_, high, low, close)}


        def cci(high, low, close, length=14, c=0.015):
            return {f"CCI_{length}_{c}": talib.CCI(high, low, close, length)}


        def cfo(close, length=9, scalar=100.0):
            line = anytrade.pandas_ta_linreg(close, length)["tsf"]
            return {f"CFO_{length}": scalar * (close - line) / close}


        def cmo(close, length=14):
            return {f"CMO_{length}": talib.CMO(close, length)}


        def coppock(close, length=10, fast=11, slow=14):
            changes = talib.ROC(close, fast) + talib.ROC(close, slow)
            return {f"COPC_{fast}_{slow}_{length}": talib.WMA(changes, length)}


        def cti(close, length=12):
            return {f"CTI_{length}": anytrade.cti(close, length)}


        def er(close, length=10):
            path = close.diff().abs().rolling(length).sum()
            return {f"ER_{length}": close.diff(length).abs() / path}


        def eri(high, low, close, length=13):
            average = talib.EMA(close, length)
            return {f"BULLP_{length}": high - average, f"BEARP_{length}": low - average}


        def fisher(high, low, length=9, signal=1):
            fisher = anytrade.fisher(high, low, length, signal)
            return {f"FISHERT_{length}_{signal}": fisher["fisher"],
                    f"FISHERTs_{length}_{signal}": fisher["signal"]}


        def kdj(high, low, close, length=9, signal=3):
            lowest = low.rolling(length).min()
            span = anytrade.span(high.rolling(length).max(), lowest)
            k = _wilder(100 * (close - lowest) / span, signal)
            d = _wilder(k, signal)
            name = f"{length}_{signal}"
            return {f"K_{name}": k, f"D_{name}": d, f"J_{name}": 3 * k - 2 * d}


        def kst(close, roc1=10, roc2=15, roc3=20, roc4=30, sma1=10, sma2=10, sma3=10, sma4=15,
                signal=9):
            kst = anytrade.kst(close, roc1, roc2, roc3, roc4, sma1, sma2, sma3, sma4, signal)
            name = f"KST_{roc1}_{roc2}_{roc3}_{roc4}_{sma1}_{sma2}_{sma3}_{sma4}"
            return {name: kst["kst"], f"KSTs_{signal}": kst["signal"]}


        def log_return(close, length=1):
            return {f"LOGRET_{length}": np.log(close / close.shift(length))}


        def macd(close, fast=12, slow=26, signal=9):
            fast, slow = anytrade.ordered(fast, slow)
            macd = anytrade.macd(close, fast, slow, signal)
            name = f"{fast}_{slow}_{signal}"
            return {f"MACD_{name}": macd["macd"], f"MACDh_{name}": macd["histogram"],
                    f"MACDs_{name}": macd["signal"]}


        def mom(close, length=10):
            return {f"MOM_{length}": talib.MOM(close, length)}


        def percent_return(close, length=1):
            return {f"PCTRET_{length}": close.pct_change(length)}


        def ppo(close, fast=12, slow=26, signal=9, scalar=100.0, mamode="sma"):
            fast, slow = anytrade.ordered(fast, slow)
            ppo = anytrade.ppo(close, fast, slow, _kind(mamode))
            average = talib.EMA(ppo, signal)
            name = f"{fast}_{slow}_{signal}"
            return {f"PPO_{name}": ppo, f"PPOh_{name}": ppo - average, f"PPOs_{name}": average}


        def psl(close, open_=None, length=12, scalar=100.0):
            is_rising = close > (close.shift(1) if open_ is None else open_)
            return {f"PSL_{length}": scalar * is_rising.astype(int).rolling(length).sum() / length}


        def pvo(volume, fast=12, slow=26, signal=9, scalar=100.0):
            fast, slow = anytrade.ordered(fast, slow)
            average = talib.EMA(volume, slow)
            pvo = scalar * (talib.EMA(volume, fast) - average) / average
            smooth = talib.EMA(pvo, signal)
            name = f"{fast}_{slow}_{signal}"
            return {f"PVO_{name}": pvo, f"PVOh_{name}": pvo - smooth, f"PVOs_{name}": smooth}


        def qqe(close, length=14, smooth=5, factor=4.236, mamode="ema"):
            if mamode != "ema":
                return anytrade.refuse("qqe of pandas-ta is translated with ema alone")
            stop = anytrade.pandas_ta_qqe(close, length, smooth, factor)
            name = f"{length}_{smooth}_{factor}"
            return {f"QQE_{name}": stop["qqe"], f"QQE_{name}_RSIMA": stop["strength"],
                    f"QQEl_{name}": stop["qqe"].where(stop["trend"] == 1),
                    f"QQEs_{name}": stop["qqe"].where(stop["trend"] == -1)}


        def roc(close, length=10):
            return {f"ROC_{length}": talib.ROC(close, length)}


        def rsi(close, length=14, scalar=100.0):
            return {f"RSI_{length}": talib.RSI(close, length)}


        def slope(close, length=1):
            return {f"SLOPE_{length}": close.diff(length) / length}


        def smi(close, fast=5, slow=20, signal=5, scalar=1.0):
            fast, slow = anytrade.ordered(fast, slow)
            smi = _strength(close, fast, slow, scalar)
            average = talib.EMA(smi, signal)
            name = f"{fast}_{slow}_{signal}" + ("" if scalar == 1 else f"_{scalar}")
            return {f"SMI_{name}": smi, f"SMIs_{name}": average, f"SMIo_{name}": smi - average}


        def squeeze(high, low, close, bb_length=20, bb_std=2.0, kc_length=20, kc_scalar=1.5,
                    mom_length=12, mom_smooth=6, use_tr=True, *, lazybear=False):
            squeeze = anytrade.squeeze(high, low, close, bb_length, bb_std, kc_length, kc_scalar,
                                       mom_length, mom_smooth)
            name = f"SQZ_{bb_length}_{bb_std}_{kc_length}_{kc_scalar}"
            momentum = squeeze["momentum"]
            if lazybear:
                highest, lowest = high.rolling(kc_length).max(), low.rolling(kc_length).min()
                middle = 0.25 * (highest + lowest) + 0.5 * talib.SMA(close, kc_length)
                name, momentum = name + "_LB", _line(close - middle, kc_length)
            is_neither = (squeeze["on"] == 0) & (squeeze["off"] == 0)
            return {name: momentum, "SQZ_ON": squeeze["on"], "SQZ_OFF": squeeze["off"],
                    "SQZ_NO": is_neither.astype(int)}


        def stc(close, tclength=10, fast=12, slow=26, factor=0.5):
            fast, slow = anytrade.ordered(fast, slow)
            cycle = anytrade.schaff(close, tclength, fast, slow, factor)
            name = f"{tclength}_{fast}_{slow}_{factor}"
            return {f"STC_{name}": cycle["stc"], f"STCmacd_{name}": cycle["macd"],
                    f"STCstoch_{name}": cycle["stoch"]}


        def stoch(high, low, close, k=14, d=3, smooth_k=3, mamode="sma"):
            lowest = low.rolling(k).min()
            place = 100 * (close - lowest) / anytrade.span(high.rolling(k).max(), lowest)
            slow = _average(mamode, place, smooth_k)
            name = f"{k}_{d}_{smooth_k}"
            return {f"STOCHk_{name}": slow, f"STOCHd_{name}": _average(mamode, slow, d)}


        def stochrsi(close, length=14, rsi_length=14, k=3, d=3, mamode="sma"):
            rsi = talib.RSI(close, rsi_length)
            lowest = rsi.rolling(length).min()
            place = 100 * (rsi - lowest) / anytrade.span(rsi.rolling(length).max(), lowest)
            slow = _average(mamode, place, k)
            name = f"{length}_{rsi_length}_{k}_{d}"
            return {f"STOCHRSIk_{name}": slow, f"STOCHRSId_{name}": _average(mamode, slow, d)}


        def _strength(close, fast, slow, scalar):
            change = close.diff()
            moved = talib.EMA(talib.EMA(change, slow), fast)
            return scalar * moved / talib.EMA(talib.EMA(change.abs(), slow), fast)


        def trix(close, length=30, signal=9, scalar=100.0):
            average = talib.EMA(talib.EMA(talib.EMA(close, length), length), length)
            trix = scalar * average.pct_change()
            return {f"TRIX_{length}_{signal}": trix,
                    f"TRIXs_{length}_{signal}": trix.rolling(signal).mean()}


        def tsi(close, fast=13, slow=25, signal=13, scalar=100.0, mamode="ema"):
            tsi = _strength(close, fast, slow, scalar)
            name = f"{fast}_{slow}_{signal}"
            return {f"TSI_{name}": tsi, f"TSIs_{name}": _average(mamode, tsi, signal)}


        def uo(high, low, close, fast=7, medium=14, slow=28):
            name = f"UO_{fast}_{medium}_{slow}"
            return {name: talib.ULTOSC(high, low, close, fast, medium, slow)}


        def willr(high, low, close, length=14):
            return {f"WILLR_{length}": talib.WILLR(high, low, close, length)}

        """#
}
