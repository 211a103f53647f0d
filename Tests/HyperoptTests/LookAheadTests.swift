import Records
import Strategies
import Testing

@testable import Hyperopt

/// A search that guesses what it will try.
struct LookAheadTests {
    /// Large enough for searches that learn something.
    private static let wide = SearchSpace(
        ["x", "y", "z"].map {
            Parameter(name: $0, domain: .integer(0...99), standard: .integer(0), space: "buy")
        } + SearchTests.parameters, spaces: ["buy", "sell"],
        fixed: ParameterValues(defaultsOf: SearchTests.parameters), timeframeMinutes: 5)

    /// Lowest in the middle.
    private static func slope(_ values: ParameterValues) -> Double {
        values.values.reduce(0) { sum, value in
            guard case .integer(let number) = value else { return sum }
            return sum + Double((number - 50) * (number - 50))
        }
    }

    @Test(
        "a search that looks ahead tries the same, and mostly what it guessed",
        arguments: samplerDefinitions.map(\.name))
    func looksAhead(name: String) throws {
        var search = try SearchTests.search(Self.wide, name, seed: 3)
        let plain = SearchTests.trials(search, 601, loss: Self.slope)
        var (trials, guesses): ([Trial], [ParameterValues]) = ([], [])
        var (guessed, right) = (0, 0)
        while case let batch = search.next(of: 601), !batch.isEmpty {
            guessed += guesses.count
            right += zip(batch, guesses).count { $0 == $1 }
            guesses = []
            if trials.count % 5 != 0 { search.lookAhead(of: 601) { guesses.append($0) } }
            for values in batch {
                trials.append(SearchTests.trial(search.count + 1, values, Self.slope(values)))
                search.learn(trials[trials.count - 1])
            }
        }
        #expect(trials == plain && guesses.isEmpty)
        #expect(["auto", "tpe"].contains(name) ? guessed > 100 : guessed == 0)
        #expect(right > guessed * 2 / 3 || guessed == 0 && right == 0, "\(right) of \(guessed)")
    }

    @Test("what a search guesses before it chooses is mostly right, and changes nothing")
    func looksFarAhead() throws {
        var search = try SearchTests.search(Self.wide, "auto", seed: 3)
        let plain = SearchTests.trials(search, 601, loss: Self.slope)
        var (trials, guesses): ([Trial], [Int: ParameterValues]) = ([], [:])
        var (guessed, right) = (0, 0)
        while true {
            let first = search.count + 1
            search.lookFarAhead(of: 601) { guesses[first + $0] = $1 }
            let batch = search.next(of: 601)
            if batch.isEmpty { break }
            for values in batch {
                if let guess = guesses.removeValue(forKey: search.count + 1) {
                    guessed += 1
                    if guess == values { right += 1 }
                }
                trials.append(SearchTests.trial(search.count + 1, values, Self.slope(values)))
                search.learn(trials[trials.count - 1])
            }
        }
        #expect(trials == plain && guesses.isEmpty)
        #expect(guessed > 100 && right > guessed * 2 / 3, "\(right) of \(guessed)")
    }

    @Test("what a search guessed in vain it may try later", arguments: ["auto", "tpe"])
    func guessesInVain(name: String) throws {
        var search = try SearchTests.search(SearchTests.space(["buy", "sell"]), name, seed: 3)
        var seen: Set<ParameterValues> = []
        while case let batch = search.next(of: 300), !batch.isEmpty {
            search.lookAhead(of: 300) { _ in }
            for values in batch {
                seen.insert(values)
                // Better than all before.
                search.learn(SearchTests.trial(search.count + 1, values, -Double(search.count)))
            }
        }
        #expect(search.count == 270 && seen.count == 270)
    }
}
