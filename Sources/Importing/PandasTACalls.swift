internal import Indicators
internal import Strategies

/// Calls of pandas-ta. Its averages are TA-Lib's where that is installed, as wherever freqtrade runs.
extension Interpreter {
    func pandasTA(_ name: String, _ arguments: Arguments) -> Value {
        let node = arguments.node
        let known: Set<String> = ["close", "source", "volume", "high", "low", "length"]
        let value: Value?
        if !arguments.named.keys.allSatisfy(known.contains) {
            value = nil
        } else if ["cci", "willr"].contains(name) {
            value = ranged(name, arguments)
        } else {
            value = smoothed(name, arguments)
        }
        return value
            ?? unknown(
                node, "\(name) of pandas-ta is not translated with these arguments",
                hint: "docs/strategies.md lists the indicators that there are")
    }

    /// Functions of one series and a length.
    private func smoothed(_ name: String, _ arguments: Arguments) -> Value? {
        let source = arguments.named["source"] ?? arguments.at(0, "close")
        guard let series = source?.quantity?.asNumber, series.shape == .series else { return nil }
        let node = arguments.node
        let position = name == "efi" ? 2 : 1
        func length(_ standard: Int) -> Value {
            arguments.at(position, "length") ?? .integer(standard)
        }
        switch name {
        case "sma", "ema", "wma", "dema", "tema", "trima", "mom", "roc":
            return function(name, .quantity(series), length(10), node)
        case "rsi": return function(name, .quantity(series), length(14), node)
        case "cti":
            return length(12).quantity.map { rolling("cti", series, $0, node) }
        case "hma": return hull(.quantity(series), length(10), node)
        case "zlma": return withoutLag(series, length(10), node)
        case "efi":
            guard let volume = arguments.at(1, "volume") else { return nil }
            let change = binary("Sub", .quantity(series), shifted(series, by: 1, node), node)
            return function("ema", binary("Mult", change, volume, node), length(13), node)
        default: return nil
        }
    }

    private func function(
        _ name: String, _ series: Value, _ length: Value, _ node: Syntax
    ) -> Value {
        var call = Arguments(node)
        call.positional = [series, length]
        return technical(name.uppercased(), call)
    }

    private func hull(_ series: Value, _ length: Value, _ node: Syntax) -> Value? {
        guard let count = length.constantNumber, count >= 4 else { return nil }
        let fast = function("wma", series, .integer(Int(count / 2)), node)
        let slow = function("wma", series, length, node)
        return function(
            "wma", binary("Sub", binary("Mult", .integer(2), fast, node), slow, node),
            .integer(Int(count.squareRoot())), node)
    }

    private func withoutLag(_ series: Quantity, _ length: Value, _ node: Syntax) -> Value? {
        guard let count = length.constantNumber else { return nil }
        let before = shifted(series, by: Int(0.5 * (count - 1)), node)
        let ahead = binary("Mult", .integer(2), .quantity(series), node)
        return function("ema", binary("Sub", ahead, before, node), length, node)
    }

    /// Functions of high, low and close.
    private func ranged(_ name: String, _ arguments: Arguments) -> Value? {
        let prices = ["high", "low", "close"].enumerated().compactMap {
            arguments.at($0.offset, $0.element)
        }
        guard prices.count == 3 else { return nil }
        var call = Arguments(arguments.node)
        call.positional = prices + [arguments.at(3, "length") ?? .integer(14)]
        return technical(name.uppercased(), call)
    }
}
