extension PandasTASource {
    /// Volatility, volume and statistics.
    static let ranges = #"""
        def aberration(high, low, close, length=5, atr_length=15):
            middle = talib.SMA(talib.TYPPRICE(high, low, close), length)
            width = talib.ATR(high, low, close, atr_length)
            name = f"{length}_{atr_length}"
            return {f"ABER_ZG_{name}": middle, f"ABER_SG_{name}": middle + width,
                    f"ABER_XG_{name}": middle - width, f"ABER_ATR_{name}": width}


        def accbands(high, low, close, length=20, c=4.0, *, mamode="sma"):
            share = anytrade.span(high, low) / (high + low) * c
            return {f"ACCBL_{length}": _average(mamode, low * (1 - share), length),
                    f"ACCBM_{length}": _average(mamode, close, length),
                    f"ACCBU_{length}": _average(mamode, high * (1 + share), length)}


        def ad(high, low, close, volume):
            return {"AD": talib.AD(high, low, close, volume)}


        def adosc(high, low, close, volume, *, fast=3, slow=10):
            return {f"ADOSC_{fast}_{slow}": talib.ADOSC(high, low, close, volume, fast, slow)}


        def atr(high, low, close, length=14, mamode="rma", *, percent=False):
            name = f"ATR{mamode.lower()[:1]}_{length}"
            range = talib.ATR(high, low, close, length)
            return {name + "p": range * (100 / close)} if percent else {name: range}


        def bbands(close, length=5, std=2.0, ddof=0, mamode="sma", talib=True, offset=0):
            if offset != 0 or not talib:
                return anytrade.refuse("bbands of pandas-ta is translated as TA-Lib's alone")
            kind = _kind(mamode)
            if kind == "sma":
                bands = anytrade.bollinger(close, length, std)
            else:
                bands = anytrade.bbands(close, length, std, std, kind)
            span = anytrade.span(bands["upper"], bands["lower"])
            name = f"{length}_{std}"
            return {f"BBL_{name}": bands["lower"], f"BBM_{name}": bands["middle"],
                    f"BBU_{name}": bands["upper"], f"BBB_{name}": 100 * span / bands["middle"],
                    f"BBP_{name}": anytrade.span(close, bands["lower"]) / span}


        def cmf(high, low, close, volume, open_=None, length=20):
            side = 2 * close - (high + low) if open_ is None else anytrade.span(close, open_)
            flow = side * (volume / anytrade.span(high, low))
            return {f"CMF_{length}": flow.rolling(length).sum() / volume.rolling(length).sum()}


        def donchian(high, low, lower_length=20, upper_length=20):
            lower, upper = low.rolling(lower_length).min(), high.rolling(upper_length).max()
            name = f"{lower_length}_{upper_length}"
            return {f"DCL_{name}": lower, f"DCM_{name}": 0.5 * (lower + upper),
                    f"DCU_{name}": upper}


        def efi(close, volume, length=13, mamode="ema"):
            return {f"EFI_{length}": _average(mamode, close.diff() * volume, length)}


        def eom(high, low, close, volume, length=14, divisor=100000000):
            distance = 0.5 * (high + low) - 0.5 * (high.shift(1) + low.shift(1))
            ease = distance / (volume / divisor / anytrade.span(high, low))
            return {f"EOM_{length}_{divisor}": talib.SMA(ease, length)}


        def kc(high, low, close, length=20, scalar=None, mamode="ema"):
            factor = 2 if scalar is None else float(scalar)
            middle = _average(mamode, close, length)
            width = factor * _average(mamode, talib.TRANGE(high, low, close), length)
            name = f"{mamode.lower()[:1]}_{length}_{factor}"
            return {f"KCL{name}": middle - width, f"KCB{name}": middle, f"KCU{name}": middle + width}


        def kurtosis(close, length=30):
            return {f"KURT_{length}": close.rolling(length).kurt()}


        def kvo(high, low, close, volume, fast=34, slow=55, signal=13, mamode="ema"):
            flow = volume * np.sign(talib.TYPPRICE(high, low, close).diff()).fillna(1)
            kvo = _average(mamode, flow, fast) - _average(mamode, flow, slow)
            name = f"{fast}_{slow}_{signal}"
            return {f"KVO_{name}": kvo, f"KVOs_{name}": _average(mamode, kvo, signal)}


        def massi(high, low, fast=9, slow=25):
            fast, slow = anytrade.ordered(fast, slow)
            once = talib.EMA(anytrade.span(high, low), fast)
            ratio = once / talib.EMA(once, fast)
            return {f"MASSI_{fast}_{slow}": ratio.rolling(slow).sum()}


        def median(close, length=30):
            return {f"MEDIAN_{length}": close.rolling(length).median()}


        def mfi(high, low, close, volume, length=14):
            return {f"MFI_{length}": talib.MFI(high, low, close, volume, length)}


        def natr(high, low, close, length=14, scalar=100.0, mamode="ema"):
            return {f"NATR_{length}": talib.NATR(high, low, close, length)}


        def obv(close, volume):
            return {"OBV": talib.OBV(close, volume)}


        def pvol(close, volume):
            return {"PVOL": close * volume}


        def quantile(close, length=30, q=0.5):
            return {f"QTL_{length}_{q}": close.rolling(length).quantile(q)}


        def rvi(close, high=None, low=None, length=14, scalar=100.0, *, mamode="ema"):
            deviation = talib.STDDEV(close, length)
            rise = _average(mamode, (close > close.shift(1)).astype(int) * deviation, length)
            fall = _average(mamode, (close < close.shift(1)).astype(int) * deviation, length)
            return {f"RVI_{length}": scalar * rise / (rise + fall)}


        def skew(close, length=30):
            return {f"SKEW_{length}": close.rolling(length).skew()}


        def stdev(close, length=30, ddof=1):
            return {f"STDEV_{length}": talib.STDDEV(close, length)}


        def true_range(high, low, close):
            return {"TRUERANGE_1": talib.TRANGE(high, low, close)}


        def ui(close, length=14):
            return {f"UI_{length}": anytrade.ulcer(close, length)}


        def variance(close, length=30, ddof=1):
            return {f"VAR_{length}": talib.VAR(close, length)}


        def zscore(close, length=30, std=1.0):
            spread = talib.STDDEV(close, length)
            distance = close - talib.SMA(close, length)
            return {f"ZS_{length}": distance / (spread if std <= 1 else std * spread)}

        """#

    static let trends = #"""
        def _zero(series):
            return series.mask(series.abs() < 2.220446049250313e-16, 0)


        def adx(high, low, close, length=14, lensig=None, scalar=100.0, mamode="rma"):
            lensig = length if lensig is None else lensig
            range = talib.ATR(high, low, close, length)
            up, down = high - high.shift(1), low.shift(1) - low
            rise = ((up > down) & (up > 0)) * up
            fall = ((down > up) & (down > 0)) * down
            plus = scalar / range * _average(mamode, _zero(rise), length)
            minus = scalar / range * _average(mamode, _zero(fall), length)
            index = scalar * (plus - minus).abs() / (plus + minus)
            return {f"ADX_{lensig}": _average(mamode, index, lensig), f"DMP_{length}": plus,
                    f"DMN_{length}": minus}


        def aroon(high, low, length=14):
            aroon = anytrade.aroon(high, low, length)
            return {f"AROOND_{length}": aroon["down"], f"AROONU_{length}": aroon["up"],
                    f"AROONOSC_{length}": talib.AROONOSC(high, low, length)}


        def chop(high, low, close, length=14, atr_length=1, ln=False, scalar=None):
            if ln or scalar is not None and scalar != 100:
                return anytrade.refuse("this form of chop of pandas-ta is not translated")
            name = f"CHOP_{length}_{atr_length}_{100 if scalar is None else float(scalar)}"
            return {name: anytrade.pandas_ta_chop(high, low, close, length, atr_length)}


        def cksp(high, low, close, p=10, x=None, q=20):
            factor = 3 if x is None else float(x)
            width = factor * talib.ATR(high, low, close, p)
            name = f"{p}_{factor}_{q}"
            return {f"CKSPl_{name}": (high.rolling(p).max() - width).rolling(q).max(),
                    f"CKSPs_{name}": (low.rolling(p).min() + width).rolling(q).min()}


        def cross(series_a, series_b, above=True):
            if not above:
                return anytrade.refuse("cross of pandas-ta is translated with above=True alone")
            is_above = (series_a > series_b) & (series_a.shift(1) < series_b.shift(1))
            return {"CROSS": is_above.astype(int)}


        def decreasing(close, length=1, strict=False, asint=True, percent=0.0):
            if strict:
                return anytrade.refuse("decreasing of pandas-ta is translated unless strict")
            base = (1 - 0.01 * percent) * close if percent else close
            is_falling = base.diff(length) < 0
            name = f"DECp_{length}_{0.01 * percent}" if percent else f"DEC_{length}"
            return {name: is_falling.astype(int) if asint else is_falling}


        def dm(high, low, length=14):
            return {f"DMP_{length}": talib.PLUS_DM(high, low, length),
                    f"DMN_{length}": talib.MINUS_DM(high, low, length)}


        def dpo(close, length=20, centered=True, *, lookahead=True):
            back = int(0.5 * length) + 1
            average = talib.SMA(close, length)
            if centered and lookahead:
                return {f"DPO_{length}": (close.shift(back) - average).shift(-back)}
            return {f"DPO_{length}": close - average.shift(back)}


        def increasing(close, length=1, strict=False, asint=True, percent=0.0):
            if strict:
                return anytrade.refuse("increasing of pandas-ta is translated unless strict")
            base = (1 + 0.01 * percent) * close if percent else close
            is_rising = base.diff(length) > 0
            name = f"INCp_{length}_{0.01 * percent}" if percent else f"INC_{length}"
            return {name: is_rising.astype(int) if asint else is_rising}


        def qstick(open_, close, length=10, *, ma="sma"):
            average = _average(ma if ma in ["dema", "ema", "hma", "rma"] else "sma",
                               anytrade.span(close, open_), length)
            return {f"QS_{length}": average}


        def supertrend(high, low, close, length=7, multiplier=3.0):
            stop = anytrade.pandas_ta_supertrend(high, low, close, length, multiplier)
            line, side = stop["supertrend"], stop["trend"]
            name = f"{length}_{multiplier}"
            return {f"SUPERT_{name}": line.mask(close.shift(1).isna(), 0),
                    f"SUPERTd_{name}": side.mask(side == 0, 1),
                    f"SUPERTl_{name}": line.where(side == 1),
                    f"SUPERTs_{name}": line.where(side == -1)}


        def vhf(close, length=28):
            span = anytrade.span(close.rolling(length).max(), close.rolling(length).min())
            return {f"VHF_{length}": span.abs() / close.diff().abs().rolling(length).sum()}


        def vortex(high, low, close, length=14):
            path = talib.TRANGE(high, low, close).rolling(length).sum()
            rise = (high - low.shift(1)).abs().rolling(length).sum()
            fall = (low - high.shift(1)).abs().rolling(length).sum()
            return {f"VTXP_{length}": rise / path, f"VTXM_{length}": fall / path}

        """#
}
