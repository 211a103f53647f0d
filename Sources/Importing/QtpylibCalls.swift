internal import Indicators
internal import Strategies

/// Calls of qtpylib's indicators, which freqtrade ships.
extension Interpreter {
    func qtpylib(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        switch name {
        case "crossed_above", "crossed_below": return crossed(name, arguments)
        case "crossed":
            let direction = arguments.at(2, "direction")?.constantText
            return crossed(direction.map { "crossed_\($0)" } ?? "crossed", arguments)
        case "typical_price", "mid_price": return price(name, arguments)
        case "heikinashi":
            guard case .frame(let index) = arguments.positional.first else { break }
            return heikinAshi(index, node)
        case "rolling_min", "rolling_max":
            guard let series = arguments.at(0, "series")?.quantity?.asNumber else { break }
            let window = arguments.at(1, "window")?.quantity ?? .number(14)
            return rolling(name, series, window, node)
        case "sma", "rolling_mean", "rolling_std":
            guard let series = arguments.at(0, "series")?.quantity?.asNumber else { break }
            let window = arguments.at(1, "window")?.quantity ?? .number(200)
            note(
                node, "qtpylib.\(name) adds in another order than pandas: last digits may differ",
                .caution)
            return rolling(name == "rolling_std" ? name : "rolling_mean", series, window, node)
        default:
            if let value = quantitative(name, arguments) { return value }
        }
        return unknown(node, "qtpylib.\(name) is not translated with these arguments")
    }

    private func crossed(_ name: String, _ arguments: Arguments) -> Value {
        guard let one = arguments.at(0, "series1")?.quantity?.asNumber, one.shape == .series,
            let other = arguments.at(1, "series2")?.quantity?.asNumber
        else {
            return unknown(arguments.node, "qtpylib.\(name) needs a series and a series or number")
        }
        return call(name, [one, other], arguments.node, as: .condition)
    }

    func rolling(
        _ name: String, _ series: Quantity, _ window: Quantity, _ node: Syntax
    ) -> Value {
        guard series.shape == .series else { return unknown(node, "\(name) needs a series") }
        return call(name, [series, window], node)
    }

    private func price(_ name: String, _ arguments: Arguments) -> Value {
        let names = name == "mid_price" ? ["high", "low"] : ["high", "low", "close"]
        let node = arguments.node
        guard case .frame(let index) = arguments.positional.first,
            let columns = Optional(names.compactMap { column($0, of: index)?.quantity }),
            columns.count == names.count
        else { return unknown(node, "qtpylib.\(name) needs a data frame of candles") }
        if zip(columns, names).allSatisfy({ $0.term == .name($1) }) {
            let row = name == "mid_price" ? "medprice" : "typprice"
            return value(.made(of: columns, .number, .call(row, [])), node)
        }
        let sum = columns.dropFirst().reduce(Value.quantity(columns[0])) {
            binary("Add", $0, .quantity($1), node)
        }
        return binary("Div", sum, .integer(columns.count), node)
    }

    private func heikinAshi(_ index: Int, _ node: Syntax) -> Value {
        guard let row = Catalogue.indicator("ha") else { return unknown(node, "there is no ha") }
        let inputs = row.inputs.compactMap { input in
            column(input.column?.rawValue ?? "close", of: index)?.quantity
        }
        guard inputs.count == row.inputs.count else {
            return unknown(node, "qtpylib.heikinashi needs a data frame of candles")
        }
        return outputs(of: row, "HA", inputs, [], isFrame: true, node)
    }
}
