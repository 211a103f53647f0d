public import JSONL
internal import Market

extension TradingConfiguration {
    /// Reads freqtrade's configuration keys; keys that this type does not carry are left alone.
    ///
    /// `pair_whitelist` may stand under `exchange`, as freqtrade has it, or beside the other keys.
    ///
    /// - Throws: `RecordError` naming the key's path, such as `unfilledtimeout.unit`.
    public init(json: JSONValue) throws(RecordError) {
        guard json.members != nil else {
            throw RecordError(
                field: "config", message: "the configuration is \(json.spoken), expected an object")
        }
        let keys = ConfigurationKeys(json: json)
        let mode = try keys.tradingMode()
        guard let currency = try keys.text("stake_currency") else {
            throw keys.wrong("stake_currency", "a currency such as \"USDT\"")
        }
        let stake = try keys.stake()
        let maxOpenTrades = try keys.maxOpenTrades()
        if stake == .unlimited, maxOpenTrades == nil {
            throw RecordError(
                field: "stake_amount",
                message: "\"max_open_trades\" and \"stake_amount\" cannot both be unlimited")
        }
        self.init(
            maxOpenTrades: maxOpenTrades, stakeCurrency: currency, stakeAmount: stake,
            tradableBalanceRatio: try keys.number("tradable_balance_ratio", in: 0...1) ?? 0.99,
            dryRunWallet: try keys.wallet(currency) ?? 1_000,
            fee: try keys.number("fee", in: 0...0.1), tradingMode: mode,
            marginMode: try keys.marginMode(mode),
            liquidationBuffer: try keys.number("liquidation_buffer", in: 0...0.99) ?? 0.05,
            futuresFundingRate: try keys.number("futures_funding_rate", in: -1...1),
            amendLastStakeAmount: try keys.flag("amend_last_stake_amount") ?? false,
            lastStakeAmountMinRatio: try keys.number("last_stake_amount_min_ratio", in: 0...1)
                ?? 0.5,
            availableCapital: try keys.number(
                "available_capital", in: 0...Double.greatestFiniteMagnitude),
            amountReserve: try keys.number("amount_reserve_percent", in: 0...0.5) ?? 0.05,
            positionStacking: try keys.flag("position_stacking") ?? false,
            entryTimeoutMinutes: try keys.timeout("entry"),
            exitTimeoutMinutes: try keys.timeout("exit"),
            entryExpirySeconds: try keys.expiry(),
            pairWhitelist: try keys.pairs())
    }

    /// The configuration in freqtrade's keys, always in this order: reading it back gives the same.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("max_open_trades", .integer(maxOpenTrades ?? -1)),
            .init("stake_currency", .text(stakeCurrency)),
        ]
        switch stakeAmount {
        case .fixed(let amount): members.append(.init("stake_amount", .number(amount)))
        case .unlimited: members.append(.init("stake_amount", "unlimited"))
        }
        members += [
            .init("tradable_balance_ratio", .number(tradableBalanceRatio)),
            .init("dry_run_wallet", .number(dryRunWallet)),
        ]
        if let fee { members.append(.init("fee", .number(fee))) }
        members.append(.init("trading_mode", .text(tradingMode.rawValue)))
        if tradingMode == .futures {
            members.append(.init("margin_mode", .text(marginMode.rawValue)))
            members.append(.init("liquidation_buffer", .number(liquidationBuffer)))
            if let rate = futuresFundingRate {
                members.append(.init("futures_funding_rate", .number(rate)))
            }
        }
        members += [
            .init("amend_last_stake_amount", .boolean(amendLastStakeAmount)),
            .init("last_stake_amount_min_ratio", .number(lastStakeAmountMinRatio)),
        ]
        if let availableCapital {
            members.append(.init("available_capital", .number(availableCapital)))
        }
        if amountReserve != 0.05 {
            members.append(.init("amount_reserve_percent", .number(amountReserve)))
        }
        if positionStacking { members.append(.init("position_stacking", true)) }
        let timeouts = [("entry", entryTimeoutMinutes), ("exit", exitTimeoutMinutes)].compactMap {
            side, minutes in minutes.map { JSONValue.Member(side, .number($0)) }
        }
        if !timeouts.isEmpty {
            members.append(
                .init("unfilledtimeout", .object(timeouts + [.init("unit", "minutes")])))
        }
        if let entryExpirySeconds {
            members.append(
                .init("ignore_buying_expired_candle_after", .number(entryExpirySeconds)))
        }
        members.append(
            .init("exchange", ["pair_whitelist": .list(pairWhitelist.map { .text($0.symbol) })]))
        return .object(members)
    }
}

/// A configuration's keys by path: `exchange.pair_whitelist`. A `null` counts as absent.
private struct ConfigurationKeys {
    let json: JSONValue

    func value(_ path: String) -> JSONValue? {
        var value: JSONValue? = json
        for key in path.split(separator: ".") { value = value?[String(key)] }
        return value?.isNull == true ? nil : value
    }

    func wrong(_ path: String, _ expected: String) -> RecordError {
        let found = value(path).map { "is \($0.spoken)" } ?? "is missing"
        return RecordError(field: path, message: "\"\(path)\" \(found), expected \(expected)")
    }

    /// 0 stands for none.
    func expiry() throws(RecordError) -> Double? {
        let range = 0...Double.greatestFiniteMagnitude
        let seconds = try number("ignore_buying_expired_candle_after", in: range) ?? 0
        return seconds > 0 ? seconds : nil
    }

    func text(_ path: String) throws(RecordError) -> String? {
        guard let value = value(path) else { return nil }
        guard let text = value.string, !text.isEmpty else { throw wrong(path, "a text") }
        return text
    }

    func flag(_ path: String) throws(RecordError) -> Bool? {
        guard let value = value(path) else { return nil }
        guard let flag = value.bool else { throw wrong(path, "true or false") }
        return flag
    }

    func number(_ path: String, in range: ClosedRange<Double>) throws(RecordError) -> Double? {
        guard let value = value(path) else { return nil }
        guard let number = value.double, range.contains(number) else {
            let high = range.upperBound
            throw wrong(
                path,
                high > 1e300
                    ? "a number of at least \(range.lowerBound)"
                    : "a number from \(range.lowerBound) to \(high)")
        }
        return number
    }

    func word(_ path: String, among words: [String]) throws(RecordError) {
        guard let value = value(path) else { return }
        guard let word = value.string, words.contains(word) else {
            throw wrong(path, words.map { "\"\($0)\"" }.joined(separator: " or "))
        }
    }

    /// freqtrade's default is spot.
    func tradingMode() throws(RecordError) -> TradingConfiguration.TradingMode {
        try word("trading_mode", among: TradingConfiguration.TradingMode.allCases.map(\.rawValue))
        let mode = value("trading_mode")?.string.flatMap(TradingConfiguration.TradingMode.init)
        return mode ?? .spot
    }

    /// Futures have no default.
    func marginMode(
        _ mode: TradingConfiguration.TradingMode
    ) throws(RecordError) -> TradingConfiguration.MarginMode {
        guard mode == .futures else {
            try word("margin_mode", among: ["", "none", "cross", "isolated"])
            return .isolated
        }
        let word = value("margin_mode")?.string
        guard let margin = word.flatMap(TradingConfiguration.MarginMode.init) else {
            throw wrong(
                "margin_mode",
                "\"isolated\" or \"cross\" because \"trading_mode\" is \"futures\"")
        }
        return margin
    }

    /// nil for any number of trades: −1 in freqtrade's spelling, or no such key.
    func maxOpenTrades() throws(RecordError) -> Int? {
        let path = "max_open_trades"
        if value(path) == nil { return nil }
        guard let number = value(path)?.double, let count = Int(exactly: number), count >= -1 else {
            throw wrong(path, "a whole number, or -1 for any number")
        }
        return count == -1 ? nil : count
    }

    func stake() throws(RecordError) -> TradingConfiguration.Stake {
        let path = "stake_amount"
        if value(path) == "unlimited" { return .unlimited }
        guard let amount = value(path)?.double, amount > 0 else {
            throw wrong(path, "a number above 0 or \"unlimited\"")
        }
        return .fixed(amount)
    }

    /// freqtrade takes one number or an object with a balance per currency.
    func wallet(_ currency: String) throws(RecordError) -> Double? {
        let isObject = value("dry_run_wallet")?.members != nil
        let path = isObject ? "dry_run_wallet.\(currency)" : "dry_run_wallet"
        let balance = try number(path, in: 0...Double.greatestFiniteMagnitude)
        return isObject ? balance ?? 0 : balance
    }

    /// Minutes until an unfilled order is withdrawn; freqtrade counts minutes unless told seconds.
    func timeout(_ side: String) throws(RecordError) -> Double? {
        if let timeouts = value("unfilledtimeout"), timeouts.members == nil {
            throw wrong("unfilledtimeout", "an object")
        }
        let unit = "unfilledtimeout.unit"
        try word(unit, among: ["minutes", "seconds"])
        let longest = 0...Double.greatestFiniteMagnitude
        guard let time = try number("unfilledtimeout.\(side)", in: longest) else { return nil }
        return value(unit) == "seconds" ? time / 60 : time
    }

    func pairs() throws(RecordError) -> [Pair] {
        let nested = "exchange.pair_whitelist"
        let path = value(nested) == nil ? "pair_whitelist" : nested
        guard let value = value(path) else { return [] }
        guard let elements = value.array else { throw wrong(path, "a list of pairs") }
        var pairs: [Pair] = []
        for (index, element) in elements.enumerated() {
            guard let pair = try? Pair(element.string ?? "") else {
                throw RecordError(
                    field: path,
                    message: "\"\(path)\"[\(index)] is \(element.spoken), "
                        + "expected a pair such as \"BTC/USDT\"")
            }
            guard !pairs.contains(pair) else {
                throw RecordError(field: path, message: "\"\(path)\" names \"\(pair)\" twice")
            }
            pairs.append(pair)
        }
        return pairs
    }
}
