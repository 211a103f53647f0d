internal import JSONL
internal import Strategies

/// A filled order of a trade, of which a hook knows something.
enum TradeOrder {
    case firstEntry, lastEntry, lastExit
    /// That of which `order_filled` is told: the last of its side.
    case filled

    /// What the strategy file calls a part of it; nil for what it does not know.
    func fact(_ part: String) -> TradeFact? {
        switch part {
        // In a back-test an order is filled as a whole, at the price for which it was placed.
        case "price", "average", "safe_price", "ft_price", "safe_placement_price":
            pick(.firstRate, .lastEntryRate, .lastExitRate)
        case "amount", "filled", "safe_amount", "safe_filled", "safe_amount_after_fee", "ft_amount":
            pick(.firstAmount, .lastEntryAmount, .lastExitAmount)
        case "stake_amount", "stake_amount_filled":
            pick(.firstStake, .lastEntryStake, .lastExitStake)
        case "cost", "safe_cost": pick(.firstCost, .lastEntryCost, .lastExitCost)
        default: nil
        }
    }

    /// When it was filled.
    var filling: Instant.Base? {
        switch self {
        case .firstEntry: nil
        case .lastEntry: .lastEntry
        case .lastExit: .lastExit
        case .filled: .now
        }
    }

    private func pick(_ first: TradeFact, _ last: TradeFact, _ exit: TradeFact) -> TradeFact {
        switch self {
        case .firstEntry: first
        case .lastEntry: last
        case .lastExit, .filled: exit
        }
    }
}

/// What hooks know of a trade, of its orders and of the money.
extension Interpreter {
    func fact(_ fact: TradeFact, _ kind: Quantity.Kind = .number) -> Value {
        .quantity(Quantity(.name(fact.rawValue), kind, .trade))
    }

    func tradePart(_ name: String, _ node: Syntax) -> Value {
        switch name {
        case "open_date", "open_date_utc": return .instant(Instant(base: .opening))
        // Without a price of its own an order is filled as soon as it is placed.
        case "date_entry_fill_utc" where state.attributes["custom_entry_price"] == nil:
            return .instant(Instant(base: .opening))
        case "date_last_filled_utc": return .instant(Instant(base: .lastFill))
        case "pair": return .quantity(Quantity(.name("pair"), .text, .trade))
        case "enter_tag", "buy_tag":
            return tagsEntries ? fact(.enterTag, .text) : .text("")
        case "is_open": return .boolean(true)
        case "is_short": return canShort ? fact(.isShort, .condition) : .boolean(false)
        case "entry_side": return side(long: "buy", short: "sell")
        case "exit_side": return side(long: "sell", short: "buy")
        case "trade_direction": return side(long: "long", short: "short")
        case "nr_of_successful_entries": return fact(.entries)
        case "nr_of_successful_exits": return fact(.exits)
        case "nr_of_successful_buys" where !canShort: return fact(.entries)
        case "nr_of_successful_sells" where !canShort: return fact(.exits)
        case "stop_loss": return fact(.stopRate)
        case "initial_stop_loss": return fact(.initialStopRate)
        case "has_open_orders":
            guard task == .hook(.adjustTradePosition) else { break }
            return fact(.hasOpenOrders, .condition)
        default: break
        }
        if let known = TradeFact(rawValue: "trade.\(name)"), Self.alike.contains(known) {
            return fact(known)
        }
        if name.hasPrefix("calc_") || name.hasPrefix("select_") || name.hasSuffix("_custom_data") {
            return .member(.trade, name)
        }
        return unknown(
            node, "hooks do not know trade.\(name)",
            hint: "docs/strategies.md lists what they know")
    }

    /// What freqtrade calls as strategy files do.
    private static let alike: Set<TradeFact> = [
        .openRate, .maxRate, .minRate, .stakeAmount, .maxStakeAmount, .amount, .leverage,
        .realizedProfit,
    ]

    private func side(long: String, short: String) -> Value {
        guard canShort else { return .text(long) }
        return .choice(
            Quantity(.name(TradeFact.isShort.rawValue), .condition, .trade), .text(short),
            .text(long))
    }

    func method(ofTrade name: String, _ arguments: Arguments) -> Value {
        if let value = customData(name, arguments) { return value }
        switch name {
        case "calc_profit_ratio": if let value = profitRatio(arguments) { return value }
        case "select_filled_orders":
            if let isEntry = isEntrySide(arguments.at(0, "order_side") ?? .none) {
                return .orders(isEntry: isEntry)
            }
            return unknown(
                arguments.node, "which of the orders these are is not known before the run",
                hint: "trade.select_filled_orders(trade.entry_side) and of trade.exit_side are")
        default: break
        }
        return unknown(
            arguments.node, "trade.\(name)() has no counterpart in hooks",
            hint: "docs/strategies.md lists what hooks know of a trade")
    }

    private func profitRatio(_ arguments: Arguments) -> Value? {
        let isPlain = arguments.positional.count + arguments.named.count == 1
        guard isPlain, let rate = arguments.at(0, "rate")?.quantity?.asNumber else { return nil }
        let isCurrent =
            rate.term == .name(TradeFact.currentRate.rawValue)
            || rate.term == .name(TradeFact.proposedRate.rawValue)
        if isCurrent { return fact(.profitRatio) }
        guard var result = Quantity.made(of: [rate], .number, .call("profit_at", [rate.term]))
        else { return nil }
        result.shape = .trade
        return .quantity(result)
    }

    /// Whether orders of this side open or enlarge the trade; nil where that is not known.
    private func isEntrySide(_ side: Value) -> Bool? {
        switch side {
        case .text("buy") where !canShort: return true
        case .text("sell") where !canShort: return false
        case .choice(let test, .text(let short), .text(let long))
        where test.term == .name(TradeFact.isShort.rawValue):
            return short == long ? nil : long == "buy"
        default: return nil
        }
    }

    /// How long an order waits, in freqtrade's words: as the class says it, or until it is cancelled.
    func timeInForce(_ isEntry: Bool) -> Value {
        guard let own = state.attributes["order_time_in_force"] else { return .text("GTC") }
        guard case .dictionary(let index) = own else { return .text("GTC") }
        let side = isEntry ? "entry" : "exit"
        let entry = state.dictionaries[index].first { $0.key.constantText == side }
        return entry?.value ?? .text("GTC")
    }

    // MARK: Orders

    func count(ofOrders isEntry: Bool) -> Value { fact(isEntry ? .entries : .exits) }

    /// `orders[0]` and `orders[-1]`
    func order(_ key: Value, isEntry: Bool, _ node: Syntax) -> Value {
        switch (key.constantNumber, isEntry) {
        case (0, true): return .order(.firstEntry)
        case (-1, true): return .order(.lastEntry)
        case (-1, false):
            note(
                node, "an order to sell is taken to be there, where it is not it is missing",
                .caution)
            return .order(.lastExit)
        default:
            return unknown(
                node, "hooks do not know this order",
                hint: "the first and the last entry and the last exit are known")
        }
    }

    func part(_ name: String, of order: TradeOrder, _ node: Syntax) -> Value {
        let isSide = name == "ft_order_side" || name == "side"
        if order == .filled, isSide || order.fact(name) != nil {
            let isEntry = Quantity(.name(TradeFact.orderIsEntry.rawValue), .condition, .trade)
            if assumed.contains(isEntry.term) { return part(name, of: .lastEntry, node) }
            if assumed.contains(isEntry.negated.term) { return part(name, of: .lastExit, node) }
            return merged(
                isEntry, part(name, of: .lastEntry, node), part(name, of: .lastExit, node), node)
        }
        if isSide { return tradePart(order == .lastExit ? "exit_side" : "entry_side", node) }
        if let known = order.fact(name) { return fact(known) }
        if ["order_filled_utc", "order_filled_date"].contains(name), let filling = order.filling {
            return .instant(Instant(base: filling))
        }
        return unknown(
            node, "hooks do not know .\(name) of an order",
            hint: "docs/strategies.md lists what they know")
    }

    // MARK: Money

    /// `self.wallets.get_total_stake_amount()` and its like.
    func wallets(_ name: String, _ arguments: Arguments) -> Value {
        let facts: [String: TradeFact] = [
            "get_total_stake_amount": .walletTotal,
            "get_available_stake_amount": .walletAvailable, "get_free": .walletFree,
        ]
        guard let known = facts[name] else {
            return unknown(
                arguments.node, "wallets.\(name) has no counterpart in hooks",
                hint: "get_total_stake_amount, get_available_stake_amount and get_free have")
        }
        guard case .hook(let hook) = task, hook.knowsWallet else {
            return unknown(
                arguments.node, "the money is not known here",
                hint: "it is where a stake is asked for or a trade may be adjusted")
        }
        if known == .walletFree, !isStakeCurrency(arguments) {
            return unknown(
                arguments.node, "hooks know what is free of the stake currency alone",
                hint: "self.wallets.get_free(self.config[\"stake_currency\"])")
        }
        return fact(known)
    }

    private func isStakeCurrency(_ arguments: Arguments) -> Bool {
        let given = arguments.node.list("args").first ?? arguments.node.list("keywords").first
        guard let given else { return false }
        let node = given.kind == "keyword" ? given.child("value") : given
        if node.kind == "Subscript", node.child("value").path == "self.config",
            node.child("slice").constant?.string == "stake_currency"
        {
            return true
        }
        guard let currency = arguments.at(0, "currency")?.constantText else { return false }
        return configured("stake_currency")?.constantText == currency
    }
}
