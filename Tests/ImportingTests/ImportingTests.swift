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
            "Parameters", "Columns", "Signals", "Hooks", "Informative", "Shorts", "Refused",
        ])
    func files(name: String) throws {
        let folder = golden("ImportingTests", "")
        let source = try String(
            contentsOf: folder.appending(path: name + ".py"), encoding: .utf8)
        let imported = try ImportedStrategy(try Reading.tree(source), file: name + ".py")
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
            ("2 ** 3 // 3 % 2 * df['close'] > 1", "0 * close > 1"),
            ("metadata['pair'] == 'BTC/USDT'", "pair == \"BTC/USDT\""),
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
            ("df['close'].rolling(9, min_periods=1).mean() > 1", "min_periods"),
            ("df['close'].ewm(com=3).mean() > 1", "only ewm(span=n"),
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
}
