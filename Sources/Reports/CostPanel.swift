internal import JSONL
internal import Records

/// What a result's trading cost, what is left of it where trading costs more, and how much of it hangs on
/// what candles do not tell.
struct CostPanel {
    let sheet: Sheet
    let frame: Frame
    let root: String

    /// nil where nothing was traded.
    var context: JSONValue {
        guard sheet.value("order_cost") != nil else { return .null }
        return ["words": costs.context, "fills": fills?.context ?? .null]
    }

    private var costs: Sentence {
        let words: Sentence =
            "A mean order cost \(sheet.number("order_cost")) (basis points, hundredths of a percent) of its "
            + "value"
        guard let balance = sheet.value("break_even_cost") else { return words + "." }
        if balance < 0 {
            return words + "; these fills would have lost money without any cost."
        }
        return words
            + "; at \(sheet.number("break_even_cost")) the same fills would have earned nothing."
    }

    private var fills: Sentence? {
        guard let depending = sheet.value("order_dependent_count") else { return nil }
        let counted: Sentence =
            "\(sheet.number("same_candle_count")) of \(sheet.number("trade_count")) trades were closed by the "
            + "candle that opened them. "
        let hanging: Sentence =
            depending == 0
            ? "None hangs on the order in which prices came within a candle."
            : "\(sheet.number("order_dependent_count")) "
                + (depending == 1 ? "hangs" : "hang")
                + " on the order in which prices came within a candle, and brought "
                + "\(sheet.number("order_dependent_profit"))."
        guard let gaps = sheet.value("gapped_stop_count"), gaps > 0 else {
            return counted + hanging
        }
        return counted + hanging
            + " The price jumped over \(sheet.number("gapped_stop_count")) "
            + (gaps == 1 ? "stop" : "stops")
            + "; filled at the open instead they would have brought \(sheet.number("gap_gift")) less."
    }

    /// The result where every order costs more, nil where that was not asked for.
    var stresses: Table? {
        let columns = [
            ("order_cost", "An order costs"), ("trade_count", "Trades"),
            ("profit_total_abs", "Profit"), ("profit_total", "Return"),
            ("max_drawdown_account", "Realised drawdown"), ("winrate", "Win rate"),
            ("profit_factor", "Profit factor"),
        ]
        let stresses = sheet.groups(of: "stress")
        guard !stresses.isEmpty else { return nil }
        let plain = Table.Row(
            cells: [.text("as it was")] + columns.map { .number(sheet.number($0.0)) })
        return Table(
            identifier: "stresses", caption: "Back-tested again where every order costs more",
            columns: [.words("Cost")] + columns.map { .measure($0, $1, frame, root: root) },
            rows: [plain]
                + stresses.map { stress in
                    Table.Row(
                        cells: [.text(stress)]
                            + columns.map { name, _ in
                                .number(
                                    sheet.number(MeasureName(name, "stress", stress).description))
                            })
                })
    }
}
