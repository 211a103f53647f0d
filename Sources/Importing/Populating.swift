internal import JSONL
internal import Strategies

/// The order in which freqtrade asks a strategy, and what else it reads of it.
extension Interpreter {
    /// Follows the first of these methods that the class has, on freqtrade's data frame.
    func populate(_ names: [String], _ node: Syntax) {
        for name in names {
            guard case .function(let function) = state.attributes[name] else { continue }
            let answer = invoke(
                function, populating(market, candles: .own, function.node), isMethod: true)
            if case .frame(let index) = answer {
                state.frames[index].isMarket = true
                market = index
            } else if case .unknown(let finding) = answer {
                findings[finding].weight = .gap
            } else {
                gap(function.node, "\(name) does not return a data frame")
            }
            return
        }
    }

    private func populating(_ frame: Int, candles: Candles, _ node: Syntax) -> Arguments {
        var arguments = Arguments(node)
        let pair: Value =
            candles.pair.map { .text($0) } ?? .quantity(Quantity(.name("pair"), .text, .scalar))
        arguments.positional = [
            .frame(frame),
            newDictionary([
                (.text("pair"), pair),
                (.text("timeframe"), candles.timeframe.map { .text($0) } ?? .none),
            ]),
        ]
        return arguments
    }

    /// Methods under `@informative(…)`, whose columns are merged into the data frame.
    func populateInformatives() {
        for (_, value) in state.attributes.sorted(by: { $0.key < $1.key }) {
            guard case .function(let function) = value else { continue }
            for decorator in function.node.list("decorator_list").reversed()
            where decorator.kind == "Call"
                && decorator.child("func").path?.split(separator: ".").last == "informative"
            {
                populate(function, decorator)
            }
        }
    }

    private func populate(_ function: Function, _ decorator: Syntax) {
        let given = decorator.list("args").map { evaluate($0) }
        var named: [String: Value] = [:]
        for keyword in decorator.list("keywords") {
            named[keyword.text("arg")] = evaluate(keyword.child("value"))
        }
        var asset = (named["asset"] ?? (given.count > 1 ? given[1] : .text(""))).constantText
        if let stake = configured("stake_currency")?.constantText {
            asset = asset?.replacing("{stake}", with: stake).replacing(
                "{stake_currency}", with: stake)
        }
        guard let timeframe = (named["timeframe"] ?? given.first)?.constantText, let asset,
            asset.isEmpty || (asset.contains("/") && !asset.contains("{")),
            let candles = candles(
                asset.isEmpty ? .quantity(Quantity(.name("pair"), .text, .scalar)) : .text(asset),
                timeframe)
        else {
            gap(
                decorator, "which candles these are is not known before the run",
                hint: "with --config, {stake} is its stake currency")
            return
        }
        guard case .frame(let frame) = newFrame(Frame(candles: candles, isMarket: true)) else {
            return
        }
        let answer = invoke(
            function, populating(frame, candles: candles, function.node), isMethod: true)
        merge(answer, of: function, named["fmt"]?.constantText, asset, timeframe)
    }

    /// Puts the columns of an informative method into freqtrade's data frame, under freqtrade's names.
    private func merge(
        _ answer: Value, of function: Function, _ format: String?, _ asset: String,
        _ timeframe: String
    ) {
        guard case .frame(let index) = answer else {
            gap(function.node, "\(function.node.text("name")) does not return a data frame")
            return
        }
        let form =
            format ?? (asset.isEmpty ? "" : "{base}_{quote}_")
            + "{column}_{timeframe}"
        let parts = asset.split(separator: "/").map(String.init)
        let columns = merge(index) { column in
            form.replacing("{column}", with: column).replacing("{timeframe}", with: timeframe)
                .replacing("{base}", with: (parts.first ?? "").lowercased())
                .replacing("{quote}", with: (parts.last ?? "").lowercased())
                .replacing("{BASE}", with: (parts.first ?? "").uppercased())
                .replacing("{QUOTE}", with: (parts.last ?? "").uppercased())
                .replacing("{asset}", with: asset)
        }
        state.frames[market].columns.merge(columns) { $1 }
    }

    // MARK: What else the class says

    /// Methods that freqtrade calls once, before anything.
    func start(_ name: String) {
        guard case .function(let function) = state.attributes[name] else { return }
        var arguments = Arguments(function.node)
        arguments.named["config"] = .library("config")
        task = .reading
        _ = invoke(function, arguments, isMethod: true)
    }

    /// freqtrade's settings under the names that they had before.
    func renameOldSettings() {
        let names = [
            "use_sell_signal": "use_exit_signal", "sell_profit_only": "exit_profit_only",
            "sell_profit_offset": "exit_profit_offset",
            "ignore_roi_if_buy_signal": "ignore_roi_if_entry_signal", "custom_sell": "custom_exit",
            "ticker_interval": "timeframe",
        ]
        for (old, new) in names {
            if let value = state.attributes[old], state.attributes[new] == nil {
                state.attributes[new] = value
                guard old == "ticker_interval" else { continue }
                note(
                    line.first?.node ?? module.tree,
                    "ticker_interval is taken as the timeframe, which freqtrade now wants from "
                        + "\"timeframe\"", .caution)
            }
        }
    }

    /// Call-backs that decide trades and that strategy files do not have.
    func reportCallBacks() {
        for name in ["custom_roi", "bot_loop_start"] {
            guard case .function(let function) = state.attributes[name], !function.isIdle else {
                continue
            }
            if name == "custom_roi", state.attributes["use_custom_roi"]?.constantNumber != 1 {
                note(function.node, "custom_roi is never asked: use_custom_roi is not True", .note)
                continue
            }
            gap(function.node, "\(name) has no counterpart in strategy files")
        }
        for side in WaitingSide.allCases { reportCallBacks(onWaiting: side) }
        if state.attributes["populate_any_indicators"] != nil
            || state.attributes["feature_engineering_expand_all"] != nil
        {
            gap(line.first?.node ?? module.tree, "freqAI has no counterpart in strategy files")
        }
    }

    /// freqtrade asks these of orders that wait, as they do for a price of their own.
    private func reportCallBacks(onWaiting side: WaitingSide) {
        for name in side.callBacks {
            guard case .function(let function) = state.attributes[name], !function.isIdle else {
                continue
            }
            if case .function = state.attributes["custom_\(side)_price"] {
                gap(
                    function.node, "\(name) has no counterpart in strategy files",
                    hint: "unfilledtimeout of the configuration is followed")
            } else if side == .entry {
                note(
                    function.node,
                    "\(name) is never asked to enter: orders at a candle's open do not wait", .note)
            } else {
                note(
                    function.node,
                    "\(name) is left out: freqtrade asks it where an exit waits because its price, "
                        + "rounded, lies outside of its candle", .caution)
            }
        }
    }

    private enum WaitingSide: String, CaseIterable {
        case entry, exit

        var callBacks: [String] {
            let old = self == .entry ? "buy" : "sell"
            return [
                "check_\(self)_timeout", "check_\(old)_timeout", "adjust_\(self)_price",
                "adjust_order_price",
            ]
        }
    }
}

extension Function {
    /// Whether it answers nothing but None and False, or that an order's price is to stay.
    fileprivate var isIdle: Bool {
        node.list("body").allSatisfy { statement in
            switch statement.kind {
            case "Pass", "Expr": true
            case "Return":
                statement["value"] == nil
                    || [.null, .boolean(false)].contains(statement.child("value").constant)
                    || statement.child("value").name == "current_order_rate"
            default: false
            }
        }
    }
}
