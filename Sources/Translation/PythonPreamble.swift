/// What stands above the class: imports and the few functions that pandas does not have.
enum PythonPreamble {
    /// Only what `body` uses is written.
    static func text(for body: String, className: String) -> String {
        let called = functions.filter { body.contains($0.name + "(") }.map(\.text).joined()
        let texts = functions.filter { (body + called).contains($0.name + "(") }.map(\.text)
        let all = body + texts.joined()
        var imports: [String] = []
        if all.contains("np.") { imports.append("import numpy as np") }
        if all.contains("pd.") { imports.append("import pandas as pd") }
        if all.contains("pandas_ta.") { imports.append("import pandas_ta") }
        if all.contains("talib.") { imports.append("import talib") }
        let names = freqtrade.filter { all.contains($0 + "(") } + ["IStrategy"]
        imports.append("from freqtrade.strategy import \(names.sorted().joined(separator: ", "))")
        if all.contains("qtpylib.") { imports.append("from technical import qtpylib") }
        if all.contains("technical_indicators.") {
            imports.append("from technical import indicators as technical_indicators")
        }
        return ([imports.joined(separator: "\n") + "\n"] + texts + [""]).joined(separator: "\n\n")
    }

    private static let freqtrade = [
        "BooleanParameter", "CategoricalParameter", "DecimalParameter", "IntParameter",
        "merge_informative_pair", "stoploss_from_absolute", "stoploss_from_open",
    ]

    private static let functions: [(name: String, text: String)] = [
        (
            "spread",
            """
            def spread(value, dataframe):
                \"""The value in every row.\"""
                return pd.Series(value, index=dataframe.index)

            """
        ),
        (
            "choose",
            """
            def choose(test, chosen, otherwise):
                \"""Row by row one of two values.\"""
                values = np.where(test, chosen, otherwise)
                if values.dtype != bool:
                    values = values.astype(float)
                return pd.Series(values, index=test.index)

            """
        ),
        (
            "divide",
            """
            def divide(left, right):
                \"""As columns divide: by zero gives infinity, 0 / 0 is missing.\"""
                with np.errstate(divide="ignore", invalid="ignore"):
                    return float(np.float64(left) / np.float64(right))

            """
        ),
        (
            "known",
            """
            def known(value, otherwise):
                \"""The value, unless it is missing.\"""
                return otherwise if np.isnan(value) else float(value)

            """
        ),
        (
            "of_last_exit",
            """
            def of_last_exit(trade, part):
                \"""What is known of the last order that sold a part; missing before there is one.\"""
                orders = trade.select_filled_orders(trade.exit_side)
                return getattr(orders[-1], part) if orders else np.nan

            """
        ),
        (
            "minutes_since_exit",
            """
            def minutes_since_exit(trade, now):
                \"""Since a part was sold; missing before that.\"""
                orders = trade.select_filled_orders(trade.exit_side)
                if not orders:
                    return np.nan
                return (now - orders[-1].order_filled_utc).total_seconds() / 60

            """
        ),
        (
            "profit_at",
            """
            def profit_at(trade, rate):
                \"""The profit ratio of leaving at the rate; missing where that is.\"""
                return trade.calc_profit_ratio(float(rate)) if np.isfinite(rate) else np.nan

            """
        ),
        (
            "bars",
            """
            def bars(**columns):
                \"""Columns as one frame.\"""
                return pd.DataFrame(columns)

            """
        ),
        (
            "answered",
            """
            def answered(answer, like):
                \"""What pandas_ta answered: nothing at all where there are too few rows.\"""
                return pd.Series(np.nan, index=like.index) if answer is None else answer

            """
        ),
        (
            "turning",
            """
            def turning(answer, like):
                \"""pandas_ta's supertrend: nothing, and no side, before its first band.\"""
                stop = named(answer, like, ["supertrend", "trend", "long", "short"])
                is_there = stop["long"].notna() | stop["short"].notna()
                return pd.DataFrame({"supertrend": stop["supertrend"].where(is_there),
                                     "trend": stop["trend"].where(is_there, 0)})

            """
        ),
        (
            "sided",
            """
            def sided(answer, like):
                \"""pandas_ta's qqe, and on which side of the strength its stop is.\"""
                stop = named(answer, like, ["qqe", "strength", "long", "short"])
                side = stop["long"].notna().astype(float) - stop["short"].notna()
                return stop.assign(trend=side)

            """
        ),
        (
            "named",
            """
            def named(answer, like, names):
                \"""Columns that pandas_ta answered, by these names.\"""
                if answer is None:
                    return pd.DataFrame(np.nan, index=like.index, columns=names)
                return answer.set_axis(names, axis=1)

            """
        ),
        (
            "from_candles",
            """
            def from_candles(dataframe, timeframe, other, other_timeframe, values):
                \"""Values of other candles, each from the row on that closes with its candle.\"""
                other = pd.DataFrame({"date": other["date"], "value": values})
                merged = merge_informative_pair(
                    dataframe[["date"]].reset_index(drop=True), other, timeframe, other_timeframe,
                    ffill=True, append_timeframe=False, suffix="other")
                return pd.Series(merged["value_other"].to_numpy(), index=dataframe.index)

            """
        ),
    ]
}
