extension Trade {
    /// - Throws: `RecordError` for the first field that breaks a rule.
    @inline(__always)
    func check() throws(RecordError) {
        try RecordError.check(openRate, "open_rate", above: 0)
        try RecordError.check(amount, "amount", atLeast: 0)
        try RecordError.check(stakeAmount, "stake_amount", atLeast: 0)
        try RecordError.check(leverage, "leverage", above: 0)
        try RecordError.check(feeOpen, "fee_open")
        try RecordError.check(feeClose, "fee_close")
        try RecordError.check(fundingFees, "funding_fees")
        try RecordError.check(maxStakeAmount ?? 0, "max_stake_amount", atLeast: 0)
        try RecordError.check(profitAbs ?? 0, "profit_abs")
        try RecordError.check(profitRatio ?? 0, "profit_ratio")
        try RecordError.check(minRate ?? 0, "min_rate")
        try RecordError.check(maxRate ?? 0, "max_rate")
        try RecordError.check(initialStopLossAbs ?? 0, "initial_stop_loss_abs")
        try RecordError.check(stopLossAbs ?? 0, "stop_loss_abs")
        try checkOrigin()
        try checkEnd()
    }

    @inline(__always)
    private func checkOrigin() throws(RecordError) {
        switch origin {
        case .bot(let name, let generation):
            guard !name.isEmpty else {
                throw RecordError(field: "bot", message: "\"bot\" is empty, expected a name")
            }
            guard generation >= 1 else {
                throw RecordError(
                    field: "generation",
                    message: "\"generation\" is \(generation), expected 1 or more")
            }
        case .run(let run):
            guard !run.isEmpty else {
                throw RecordError(field: "run", message: "\"run\" is empty, expected a run's id")
            }
        }
    }

    /// A closed trade has an end that follows its start; an open one has none.
    @inline(__always)
    private func checkEnd() throws(RecordError) {
        if isOpen {
            guard closeMs == nil else {
                throw RecordError(
                    field: "close_ms",
                    message: "\"close_ms\" is given, expected null because \"is_open\" is true")
            }
            guard closeRate == nil else {
                throw RecordError(
                    field: "close_rate",
                    message: "\"close_rate\" is given, expected null because \"is_open\" is true")
            }
            return
        }
        guard let closeMs else { throw Self.missing("close_ms", "an instant") }
        guard let closeRate else { throw Self.missing("close_rate", "a rate") }
        guard profitAbs != nil else { throw Self.missing("profit_abs", "a number") }
        guard profitRatio != nil else { throw Self.missing("profit_ratio", "a number") }
        try RecordError.check(closeRate, "close_rate", above: 0)
        guard closeMs >= openMs else {
            throw RecordError(
                field: "close_ms",
                message:
                    "\"close_ms\" is \(closeMs), expected no earlier than \"open_ms\" \(openMs)"
            )
        }
    }

    private static func missing(_ field: String, _ expected: String) -> RecordError {
        RecordError(
            field: field,
            message: "\"\(field)\" is null, expected \(expected) because \"is_open\" is false")
    }
}
