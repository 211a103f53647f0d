import JSONL
import Market
import Records
import TestSupport
import Testing

/// A record that exists is possible: what cannot be is refused at its key.
struct RecordRulesTests {
    private let closed =
        #"{"kind":"trade","run":"r","trade_id":1,"pair":"ETH/BTC","side":"long","is_open":false,"#
        + #""open_ms":100,"close_ms":200,"open_rate":1.5,"close_rate":1.6,"amount":2.0,"#
        + #""stake_amount":3.0,"max_stake_amount":3.0,"fee_open":0.001,"fee_close":0.001,"#
        + #""leverage":1.0,"profit_abs":0.2,"profit_ratio":0.06,"enter_tag":null,"#
        + #""exit_reason":"roi","min_rate":1.4,"max_rate":1.7,"initial_stop_loss_abs":null,"#
        + #""stop_loss_abs":null,"funding_fees":0.0,"strategy":"S","timeframe":"5m","orders":["#
        + #"{"side":"buy","status":"closed","amount":2.0,"filled":2.0,"price":1.5,"cost":3.0,"#
        + #""filled_ms":100,"tag":null}]}"#

    /// What to replace by what, and the error; the place is that of ⌖ in the replacement.
    static let mistakes: [(old: String, new: String, message: String)] = [
        (
            #""open_rate":1.5"#, #""open_rate":⌖0"#,
            #""open_rate" is 0.0, expected a number above 0"#
        ),
        (
            #""open_rate":1.5"#, #""open_rate":⌖-1.5"#,
            #""open_rate" is -1.5, expected a number above 0"#
        ),
        (
            #""amount":2.0,"stake"#, #""amount":⌖-2,"stake"#,
            #""amount" is -2.0, expected a number of at least 0"#
        ),
        (#""leverage":1.0"#, #""leverage":⌖0"#, #""leverage" is 0.0, expected a number above 0"#),
        (
            #""close_ms":200"#, #""close_ms":⌖null"#,
            #""close_ms" is null, expected an instant because "is_open" is false"#
        ),
        (
            #""close_rate":1.6"#, #""close_rate":⌖null"#,
            #""close_rate" is null, expected a rate because "is_open" is false"#
        ),
        (
            #""profit_abs":0.2"#, #""profit_abs":⌖null"#,
            #""profit_abs" is null, expected a number because "is_open" is false"#
        ),
        (
            #""close_ms":200"#, #""close_ms":⌖99"#,
            #""close_ms" is 99, expected no earlier than "open_ms" 100"#
        ),
        (
            #""is_open":false,"open_ms":100,"close_ms":200"#,
            #""is_open":true,"open_ms":100,"close_ms":⌖200"#,
            #""close_ms" is given, expected null because "is_open" is true"#
        ),
        (
            #""pair":"ETH/BTC""#, #""pair":⌖"ETHBTC""#,
            #""pair" is "ETHBTC", expected a pair such as "BTC/USDT""#
        ),
        (
            #""timeframe":"5m""#, #""timeframe":⌖"5x""#,
            #""timeframe" is "5x", expected a timeframe such as "5m""#
        ),
        (#""side":"long""#, #""side":⌖"buyy""#, #""side" is "buyy", expected "long" or "short""#),
        (#""price":1.5"#, #""price":⌖-1.5"#, #""price" is -1.5, expected a number of at least 0"#),
        (#""side":"buy""#, #""side":⌖"long""#, #""side" is "long", expected "buy" or "sell""#),
        (#""run":"r""#, #""run":⌖"""#, #""run" is empty, expected a run's id"#),
        (#""run":"r""#, #""bot":"b","generation":⌖0"#, #""generation" is 0, expected 1 or more"#),
        (
            #"{"kind":"trade","run":"r""#, #"⌖{"kind":"trade","bot":"b""#,
            #""generation" is missing beside "bot""#
        ),
        (
            #""run":"r""#, #""bot":"b","generation":1,"run":⌖"r""#,
            #"a trade is either of a "bot" and its "generation" or of a "run""#
        ),
    ]

    @Test("a trade that cannot be is refused at the field that says so", arguments: mistakes)
    func trades(old: String, new: String, message: String) throws {
        #expect(try Trade(line: closed).line == closed)
        let marked = closed.replacing(old, with: new)
        let place = try #require(marked.utf8.firstIndex(of: 0xE2))
        let line = marked.replacing("⌖", with: "")
        do {
            _ = try Trade(line: line)
            Issue.record("accepted \(line)")
        } catch {
            #expect(error.message == message)
            #expect(error.offset == marked.utf8.distance(from: marked.startIndex, to: place))
        }
    }

    @Test("a candle outside its own range and a market without steps are refused at their field")
    func market() {
        let candle =
            #"{"kind":"candle","exchange":"x","pair":"A/B","timeframe":"5m","open_ms":0,"open":1.0,"high":3.0,"low":⌖2.0,"close":2.5,"volume":1.0}"#
        let facts =
            #"{"kind":"market","exchange":"x","pair":"A/B","amount_step":⌖0.0,"price_tick":1.0,"maker":0.0,"taker":0.0}"#
        for marked in [candle, facts] {
            let line = marked.replacing("⌖", with: "")
            let place = marked.utf8.firstIndex(of: 0xE2).map {
                marked.utf8.distance(from: marked.startIndex, to: $0)
            }
            let offset = { () -> Int? in
                do throws(JSONError) {
                    if line.hasPrefix(#"{"kind":"candle""#) {
                        _ = try CandleRecord(line: line)
                    } else {
                        _ = try MarketFacts(line: line)
                    }
                    return nil
                } catch { return error.offset }
            }
            #expect(offset() == place)
        }
    }

    @Test("an open trade may carry what partial exits brought")
    func partialExit() throws {
        let open = closed.replacing(#""is_open":false"#, with: #""is_open":true"#)
            .replacing(#""close_ms":200"#, with: #""close_ms":null"#)
            .replacing(#""close_rate":1.6"#, with: #""close_rate":null"#)
        #expect(try Trade(line: open).profitAbs == 0.2)
    }
}
