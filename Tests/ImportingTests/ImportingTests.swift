import Foundation
import Importing
import TestSupport
import Testing

/// Strategies in Python as strategy files.
@Suite(.enabled(if: Reading.python != nil, "needs python3"))
struct ImportingTests {
    /// `GOLDEN=record` writes what is answered now as what must be answered.
    @Test(
        "a strategy in Python becomes the strategy file that a person would write",
        arguments: [
            "Parameters", "Columns", "Signals", "Hooks", "Informative", "Shorts", "Choices",
            "OldTags", "StandardStop", "Earlier", "Keeps", "Orders", "Filled", "Retries", "Texts",
            "PandasTA", "Refused",
        ])
    func files(name: String) throws {
        let folder = golden("ImportingTests", "")
        let source = try String(
            contentsOf: folder.appending(path: name + ".py"), encoding: .utf8)
        let imported = try ImportedStrategy(
            try Reading.tree(source), file: name + ".py",
            surroundings: .init(parse: { try? Reading.tree($0) }))
        let told = imported.findings.map { $0.text(calling: "\($0.weight)") + "\n" }.joined()
        for (text, ending) in [(imported.text, ".strategy.yaml"), (told, ".findings")] {
            let file = folder.appending(path: name + ending)
            if ProcessInfo.processInfo.environment["GOLDEN"] == "record" {
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(text == (try? String(contentsOf: file, encoding: .utf8)) ?? "")
        }
        #expect(imported.isWhole == (name != "Refused"))
    }

    @Test("a column of other candles is not put in row by row")
    func rowByRow() throws {
        let imported = try Reading.strategy(
            """
            def populate_indicators(self, df, metadata):
                daily = self.dp.get_pair_dataframe(metadata["pair"], "1d")
                daily["sar"] = ta.SAR(df)
                return merge_informative_pair(df, daily, "5m", "1d", ffill=True)
            def populate_entry_trend(self, df, metadata):
                df.loc[df["sar_1d"] > 1, "enter_long"] = 1
                return df
            """)
        #expect(!imported.isWhole)
        let messages = imported.findings.map(\.message)
        #expect(messages.contains("other candles are put in by their row here, not by their time"))
    }

    @Test("a dictionary that is asked for the pair answers for each pair")
    func askedForPair() throws {
        let imported = try Reading.strategy(
            """
            limits = {"BTC/USDT": 0.01, "ETH/USDT": 0.04}
            def populate_entry_trend(self, df, metadata):
                df.loc[df["close"] > df["open"], "enter_long"] = 1
                return df
            def custom_exit(self, pair, current_profit, **kwargs):
                return "enough" if current_profit > self.limits.get(pair, 0.08) else None
            """)
        #expect(imported.isWhole)
        #expect(
            imported.text.contains(
                #"if pair == "BTC/USDT" then 0.01 else if pair == "ETH/USDT" then 0.04 else 0.08"#))
    }

    @Test(
        "what is kept under a key that only the run knows does not double where ways part",
        .timeLimit(.minutes(1)))
    func unknownKeys() throws {
        let choices = (2...50).map { length in
            """
                if self.buy_length.value > \(length):
                    df["average"] = ta.SMA(df, \(length))
            """
        }
        let imported = try Reading.strategy(
            """
            kept = {}
            buy_length = IntParameter(2, 60, default=5, space="buy")
            def populate_indicators(self, df, metadata):
                self.kept[metadata["pair"]] = {}
                df["average"] = df["close"]
            \(choices.joined(separator: "\n"))
                return df
            def populate_entry_trend(self, df, metadata):
                df.loc[df["close"] > df["open"], "enter_long"] = 1
                return df
            """)
        #expect(imported.isWhole)
    }

    @Test(
        "a condition of pandas is the same condition in a strategy file",
        arguments: [
            ("df['close'] > df['open']", "close > open"),
            (
                "(df['close'] > 1) & ~(df['open'] > 2) | (df['low'] < 3)",
                "close > 1 and not (open > 2) or low < 3"
            ),
            ("df['close'] - (df['open'] - df['low']) > 0", "close - (open - low) > 0"),
            ("df['close'].shift(2).shift() <= -1", "close[3] <= -1"),
            ("df.close.rolling(window=5).std() > 1e-5", "rolling_std(close, 5) > 1e-05"),
            ("ta.SMA(df['volume'], 9) > 0", "sma(volume, 9) > 0"),
            ("ta.EMA(df, timeperiod=9, price='high') > 0", "ema(high, 9) > 0"),
            ("ta.MAX(df, 9) > 0", "rolling_max(close, 9) > 0"),
            ("ta.CDLHAMMER(df) > 0", "cdlhammer() > 0"),
            ("ta.STOCHF(df, 5, 3, 0, 5, 3, 0)['fastd'] < 20", "stochf(5, 3).d < 20"),
            ("qtpylib.crossed_below(ta.RSI(df), 70)", "crossed_below(rsi(close, 14), 70)"),
            ("np.where(df['close'] > 1, 1, 0) == 1", "close > 1"),
            ("np.maximum(df['close'], df['open']) > 1", "max(close, open) > 1"),
            (
                "(df['close'] > 1).astype(int).diff() == 1",
                "number(close > 1) - number(close > 1)[1] == 1"
            ),
            ("df['date'].dt.hour.between(8, 20)", "date.hour >= 8 and date.hour <= 20"),
            ("(df['close'] > 1).shift(1).fillna(False)", "(close > 1)[1]"),
            ("(df['close'] > 1) & (df['open'] > 1).shift(1)", "close > 1 and (open > 1)[1]"),
            ("df['close'] ** 2 > 1", "close * close > 1"),
            ("(df['close'] > 1).astype(int) & (df['open'] > 2)", "close > 1 and open > 2"),
            (
                "plain.trend.ema_indicator(df['close'], window=9) > 1",
                "ewm_mean(close, 9, false, 9) > 1"
            ),
            ("2 ** 3 // 3 % 2 * df['close'] > 1", "0 * close > 1"),
            ("metadata['pair'] == 'BTC/USDT'", "pair == \"BTC/USDT\""),
            (
                "df['close'].rolling(9, min_periods=1).mean() > 1",
                "rolling_mean_partial(close, 9, 1) > 1"
            ),
            ("df['low'].rolling(center=False, window=9).min() > 1", "rolling_min(low, 9) > 1"),
            ("df['close'].rolling(9).quantile(0.9) > 1", "rolling_quantile(close, 9, 0.9) > 1"),
            (
                "df['close'].rolling(9).corr(df['volume']) > 0",
                "rolling_corr(close, volume, 9) > 0"
            ),
            ("df['close'].ewm(span=9, adjust=False).mean() > 1", "ewm_mean(close, 9, false) > 1"),
            ("df['close'].ewm(alpha=0.1).std() > 1", "ewm_std_alpha(close, 0.1) > 1"),
            (
                "df['close'].ewm(com=9).corr(df['volume']) > 0",
                "ewm_corr_com(close, volume, 9) > 0"
            ),
            ("ta.MAXINDEX(df, 9) > 5", "maxindex(close, 9) > 5"),
            ("ftt.stc(df, slow=40) > 25", "stc(23, 40, 10) > 25"),
            ("ftt.MADR(df, 20)['plusdev'] < 1", "madr(20, 2).plusdev < 1"),
            (
                "df['close'].where(df['open'] > 1).ffill() > 1",
                "ffill(if open > 1 then close else 0 / 0) > 1"
            ),
            ("qtpylib.hma(df['close'], 9) > 1", "qtpylib_hull_moving_average(close, 9) > 1"),
            ("df['close'].crossed_above(df['open'])", "crossed_above(close, open)"),
            ("qtpylib.atr(df, 10, exp=True) > 1", "qtpylib_atr(10, true) > 1"),
            ("qtpylib.stoch(df, 9, fast=False)['slow_k'] > 1", "qtpylib_stoch(9, 3, 3).slow_k > 1"),
            ("ftt.zema(df, period=9) > 1", "dema(close, 9) > 1"),
            (
                "ftt.ichimoku(df)['cloud_green']",
                "ichimoku(9, 26, 52, 26).senkou_span_a > ichimoku(9, 26, 52, 26).senkou_span_b"
            ),
            (
                "ftt.supertrend(df, 9, 2)[1] == 'down'",
                "supertrend_plain(9, 2) > 0 and close < supertrend_plain(9, 2)"
            ),
            ("ftt.VIDYA(df, length=9, select=False) > 1", "vidya(9, false) > 1"),
            ("ftt.PMAX(df, MAtype=4, src=2)['pm_10_3_12_4'] > 1", "pm_10_3_12_4 > 1"),
            ("ta.ADD(df['high'], df['low']) > ta.SQRT(df['open'])", "high + low > sqrt(open)"),
            ("df['close'] > df['open'] ** 1.5", "close > power(open, 1.5)"),
            ("pta.cti(df['close'], length=9) > 0", "cti(close, 9) > 0"),
            (
                "pta.rma(df['close'], 4, offset=1) > 1",
                "ewm_mean_alpha(close, 0.25, true, 4)[1] > 1"
            ),
            ("pta.ema(df['close'], length=-1, talib=None) > 1", "ema(close, 10) > 1"),
            ("pta.mfi(df['high'], df['low'], df['close'], df['volume']) > 1", "mfi(14) > 1"),
            (
                "pta.macd(df['close'], 26, 12)['MACDs_12_26_9'] > 1",
                "macd(close, 12, 26, 9).signal > 1"
            ),
            ("pta.aroon(df.high, df.low).iloc[:, -1] > 1", "aroonosc(14) > 1"),
            ("df.ta.ema(close='high', length=9) > 1", "ema(high, 9) > 1"),
            ("df.ta.bbands(20, 2)['BBU_20_2.0'] > 1", "bollinger(close, 20, 2).upper > 1"),
            ("pta.zlma(df['close'], 4) > 1", "ema(2 * close - close[1], 4) > 1"),
            ("ta.RSI(df, window=9) > 1", "rsi(close, 14) > 1"),
            (
                "df[['open', 'close']].fillna(0)['open'] > 1",
                "(if is_missing(open) then 0 else open) > 1"
            ),
        ])
    func conditions(python: String, expected: String) throws {
        let (when, gaps) = try Reading.rule(python)
        #expect(gaps == [])
        #expect(when == expected)
    }

    @Test(
        "what pandas means otherwise than it looks, or what only tomorrow knows, is refused",
        arguments: [
            ("df['close'].shift(-1) > 1", "looks at candles to come"),
            ("df['close'] > df['close'].mean()", "looks at candles to come"),
            ("df['close'].iloc[-1] > 1", "looks ahead"),
            ("~(df['close'] > 1).shift(1)", "does not negate"),
            ("(df['close'] > 1).shift(1) | (df['open'] > 1)", "leaves the first rows"),
            ("(df['close'] > 1).shift(1)", "no condition for rows"),
            ("df['close'] & df['open']", "& and | join conditions"),
            ("df['close'].rolling(9, center=True).mean() > 1", "rolling with center"),
            ("df['close'].ewm(com=3, ignore_na=True).mean() > 1", "this form of ewm"),
            ("pta.vidya(df['close']) > 1", "vidya of pandas-ta"),
            ("pta.ema(df['close'], talib=False) > 1", "ema of pandas-ta"),
            ("pta.ema(df, 20) > 1", "ema of pandas-ta"),
            ("pta.psar(df.high, df.low).iloc[:, 0] > 1", "read the last candle"),
            ("pta.dpo(df['close']) > 1", "shift(-11) looks at candles to come"),
            (
                "pta.ichimoku(df.high, df.low, df.close)[0]['ICS_26'] > 1",
                "shift(-26) looks at candles to come"
            ),
            ("pta.stdev(df['close'], offset=-2) > 1", "shift(-2) looks at candles to come"),
            ("ftt.ichimoku(df)['chikou_span'] > 1", "looks at candles to come"),
            ("df['close'].cumsum() > 1", ".cumsum()"),
            ("df['close'] % 2 > 1", "remainder"),
            ("(df['close'] > 1) and (df['open'] > 1)", "whole column"),
            ("1 < df['close'] < 2", "in a chain"),
            ("df['nothing'] > 1", "no column \"nothing\""),
            ("ta.EMA(df, timeperiod=9, matype=3) > 1", "settings"),
        ])
    func refusals(python: String, expected: String) throws {
        let (_, gaps) = try Reading.rule(python)
        #expect(gaps.contains { $0.contains(expected) }, "\(gaps)")
    }

    @Test(
        "what freqtrade would fail to read again, or not keep, is refused",
        arguments: [
            (
                "trade.set_custom_data('best', max(trade.get_custom_data('best', 0), "
                    + "current_profit))", "as the type of what was kept first"
            ),
            (
                "trade.set_custom_data('rising', self.dp.get_analyzed_dataframe(pair, '5m')[0]"
                    + ".iloc[-1]['close'] > 1)", "numpy's types"
            ),
            ("trade.set_custom_data('word', 'dip')", "not always a number"),
            ("trade.set_custom_data(current_rate, 1)", "the key of trade.set_custom_data()"),
            ("trade.delete_custom_data('best')", "trade.delete_custom_data()"),
        ])
    func kept(python: String, expected: String) throws {
        let imported = try Reading.strategy(
            """
            def populate_entry_trend(self, df, metadata):
                df.loc[df['close'] > 1, "enter_long"] = 1
                return df
            def custom_exit(self, pair, trade, current_time, current_rate, current_profit, **kwargs):
                \(python)
                return None
            """)
        let gaps = imported.findings.filter { $0.weight == .gap }.map(\.message)
        #expect(gaps.contains { $0.contains(expected) }, "\(gaps)")
    }
}
