internal import Records

extension Break {
    /// The break with a guess at its cause and what to do next, in words.
    func withAdvice() -> Break {
        guard let code = BreakCode(rawValue: code) else { return self }
        var advised = self
        (advised.cause, advised.command) = advice(code)
        return advised
    }

    private func advice(_ code: BreakCode) -> (cause: String, command: String) {
        switch code {
        case .configurationDrift, .botMissing, .botExtra, .botStale, .botSilent, .botReset,
            .clockSkew, .dataGap:
            adviceOnBot(code)
        default: adviceOnTrade(code)
        }
    }

    private func adviceOnBot(_ code: BreakCode) -> (cause: String, command: String) {
        switch code {
        case .configurationDrift:
            (
                "config.json was edited on the bot's machine, or the desk file was changed and not"
                    + " rolled out",
                "set \(field ?? "the key") to \(expected ?? "the desk's value") in config.json and"
                    + " send /reload_config, or correct the desk file"
            )
        case .botMissing:
            (
                "nobody started the bot, or its database lies elsewhere",
                "start \(bot), or take it out of the desk file"
            )
        case .botExtra:
            (
                "somebody started a bot beside the desk",
                "add \(bot) to the desk file, or stop it and move its folder away"
            )
        case .botStale:
            (
                "the process died, or its database is no longer copied",
                "look at the end of freqtrade's log and start \(bot) again"
            )
        case .botSilent:
            (
                "entries are blocked: paused, locked pairs, an empty wallet or candles that stopped",
                "ask \(bot) for /status, /locks and /balance"
            )
        case .botReset:
            (
                "the database was deleted, moved or replaced by a fresh one",
                "query-store bot_generation --where bot=\(bot); waive this break once it is known"
            )
        case .dataGap:
            (
                "the exchange or the download was interrupted",
                "fetch-candles for \(pair ?? "the pair") over the gap, then run-backtest again"
            )
        default:
            (
                "the machine's clock or time zone is wrong",
                "compare date -u on the bot's machine with a time server"
            )
        }
    }

    private func adviceOnTrade(_ code: BreakCode) -> (cause: String, command: String) {
        let look =
            "query-store trade --where bot=\(bot)"
            + (tradeID.map { " --where trade_id=\($0)" } ?? "") + " --table"
        switch code {
        case .tradeMissingInStore:
            return (
                "the trade came after the last ingestion, or its row cannot be read",
                "ingest-trades --bot \(bot), then reconcile-bots again"
            )
        case .tradeMissingInBot:
            return ("the row was deleted from the bot's database", look)
        case .tradeQuantity:
            return ("a partial fill, or another stake than the back-test's", look)
        case .tradePrice:
            return (
                "slippage: the order was filled away from the price that the back-test takes", look
            )
        case .tradeFee:
            return (
                "a taker fee where a maker fee was expected, or another fee level",
                look + "; give run-backtest the account's fee"
            )
        case .tradeTime:
            return ("the bot was slow, or its candle came late", look)
        case .profitMismatch:
            return (
                "the row was edited by hand, or a fee was paid in another coin",
                look + " and compare with the exchange's fills"
            )
        case .duplicate:
            return (
                "two databases were merged, or one was restored over itself",
                "delete the copy from the bot's database after a backup"
            )
        default: return adviceOnSignal(look)
        }
    }

    private func adviceOnSignal(_ look: String) -> (cause: String, command: String) {
        switch field {
        case "missed_entry":
            (
                "no free slot or stake, a locked pair, a timed-out order or a late candle",
                "look for \(pair ?? "the pair") in freqtrade's log at that time"
            )
        case "extra_entry":
            ("a forced entry, or a candle that looked different when the bot saw it", look)
        default:
            ("the exit was forced, or the bot saw another candle", look)
        }
    }
}
