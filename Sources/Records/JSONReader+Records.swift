public import JSONL
public import Market

extension JSONReader {
    public mutating func pair() throws(JSONError) -> Pair {
        let symbol = try string()
        do throws(MarketError) {
            return try Pair(symbol)
        } catch {
            throw unexpected(expected: "a pair such as \"BTC/USDT\"")
        }
    }

    /// A timeframe; mostly it is the one read before.
    mutating func timeframe(after last: Timeframe = .unread) throws(JSONError) -> Timeframe {
        let text = try string()
        if text == last.description { return last }
        do throws(MarketError) {
            return try Timeframe(text)
        } catch {
            throw unexpected(expected: "a timeframe such as \"5m\"")
        }
    }

    /// A text of at least one character.
    mutating func name() throws(JSONError) -> String {
        let text = try string()
        guard !text.isEmpty else { throw unexpected(expected: "a text that is not empty") }
        return text
    }

    /// A list of texts.
    mutating func strings() throws(JSONError) -> [String] {
        var list = try beginList()
        var texts: [String] = []
        while try nextElement(in: &list) { texts.append(try string()) }
        return texts
    }

    /// An exact decimal, written as a text so that no reader rounds it.
    mutating func amount() throws(JSONError) -> Amount {
        let text = try string()
        guard let amount = Amount(text) else {
            throw unexpected(expected: "a decimal number as a text, such as \"-12.5\"")
        }
        return amount
    }

    /// An object of any keys.
    public mutating func object() throws(JSONError) -> JSONValue {
        let value = try value()
        guard value.members != nil else { throw unexpected(expected: "an object") }
        return value
    }

    /// Makes a record whose rules are the vocabulary's and places what it says against it.
    func checked<Record>(
        _ object: ObjectCursor, _ make: () throws(RecordError) -> Record
    ) throws(JSONError) -> Record {
        do throws(RecordError) {
            return try make()
        } catch {
            throw invalid(error.message, field: error.field, in: object)
        }
    }

    /// Makes a value whose rules are the market's and places what it says against it.
    func checked<Value>(
        _ object: ObjectCursor, _ make: () throws(MarketError) -> Value
    ) throws(JSONError) -> Value {
        do throws(MarketError) {
            return try make()
        } catch {
            let message =
                switch error {
                case .invalidCandle(let reason), .invalidMarket(let reason): reason
                case .invalidPair(let text): "\"\(text)\" is no pair"
                case .invalidTimeframe(let text): "\"\(text)\" is no timeframe"
                case .invalidInstant(let text): "\"\(text)\" is no instant"
                }
            // The market's messages put the field into quotes.
            let field = message.split(separator: "\"", omittingEmptySubsequences: false).dropFirst()
            throw invalid(message, field: field.first.map(String.init), in: object)
        }
    }
}
