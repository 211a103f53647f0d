import Foundation
import Indicators
import Market
import TestSupport
import Testing

@Suite("Indicators")
struct CatalogueTests {
    static let names = Catalogue.indicators.map(\.name)
    /// Rows of pandas, qtpylib and the like that agree to 1e-9 but not to the last bit; the others must
    /// be the same doubles.
    static let rounded: Set<String> = [
        "alma", "cti", "fisher", "laguerre", "pandas_ta_chop", "qtpylib_awesome_oscillator",
        "qtpylib_chopiness",
        "qtpylib_implied_volatility", "qtpylib_keltner_channel", "qtpylib_log_returns",
        "qtpylib_weighted_bollinger_bands", "qtpylib_zscore",
    ]

    /// Rows that tell the number of a candle.
    static let numbered: Set<String> = ["minindex", "maxindex", "minmaxindex"]

    @Test(
        "every row agrees with the vectors of its source beside it, TA-Lib's to the last bit",
        arguments: names)
    func agrees(name: String) throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "candles.txt"))
        let indicator = try #require(Catalogue.indicator(name))
        let vectors = try VectorCase.read(golden("IndicatorsTests", "\(name).txt"))
        #expect(!vectors.isEmpty)
        for vector in vectors {
            let inputs = try vector.inputs.map { try #require(columns[$0]) }
            let ours = indicator.values(inputs, vector.parameters)
            #expect(indicator.outputs == vector.outputs.map(\.name))
            for (column, theirs) in zip(ours, vector.outputs) {
                let distance = Distance(column, theirs.column)
                #expect(distance.gaps == 0, "\(vector.parameters) \(theirs.name)")
                #expect(distance.relative < 1e-9, "\(vector.parameters) \(theirs.name)")
                let unequal = Self.rounded.contains(name) ? 0 : distance.unequal
                #expect(unequal == 0, "\(vector.parameters) \(theirs.name): \(unequal) rows")
            }
        }
    }

    @Test("every candlestick pattern is found somewhere", arguments: names)
    func patternsOccur(name: String) throws {
        guard name.hasPrefix("cdl") else { return }
        for vector in try VectorCase.read(golden("IndicatorsTests", "\(name).txt")) {
            #expect(vector.outputs[0].column.contains { $0 != 0 }, "\(vector.parameters)")
        }
    }

    @Test("no money flows between typical prices that only rounding tells apart")
    func equalTypicalPrices() throws {
        // (110.10 + 109.93 + 110.05) / 3 and (110.12 + 109.87 + 110.09) / 3 differ in the last bit.
        let columns = [
            [120, 110.10, 110.12], [120, 109.93, 109.87], [120, 110.05, 110.09], [1, 1, 5],
        ]
        let index = try #require(Catalogue.indicator("mfi")).values(columns, [2])
        #expect(index[0].last == 0)
    }

    @Test("windows take what is infinite as missing, as pandas does")
    func infiniteValues() throws {
        let values = [1, .infinity, 3, 4, 5]
        for (name, expected) in [
            ("rolling_mean", [-1, -1, -1, 3.5, 4.5]), ("rolling_max", [-1, -1, -1, 4, 5]),
            ("rolling_median", [-1, -1, -1, 3.5, 4.5]),
        ] {
            let column = try #require(Catalogue.indicator(name)).values([values], [2])[0]
            #expect(column.map { $0.isNaN ? -1 : $0 } == expected, "\(name)")
        }
        let mean = try #require(Catalogue.indicator("ewm_mean")).values([values], [3, 0, 0])[0]
        // pandas 3.1: Series([1, inf, 3, 4, 5]).ewm(span=3, adjust=False).mean()
        #expect(mean == [1, 1, 2.5, 3.25, 4.125])
    }

    @Test("an average with a period for each candle takes bounds that cross")
    func crossedBounds() throws {
        let row = try #require(Catalogue.indicator("mavp"))
        let prices = (1...6).map(Double.init)
        let average = row.values([prices, prices], [4, 2, 0])[0]
        #expect(average.prefix(3).allSatisfy(\.isNaN) && average.suffix(3) == [2.5, 3.5, 4.5])
    }

    @Test(
        "periods of which TA-Lib takes 2 at least do not begin at 1",
        arguments: [("ac", 3), ("ao", 2), ("smi", 4), ("supertrend", 1), ("tsi", 2)])
    func leastPeriods(name: String, count: Int) throws {
        let periods = try #require(Catalogue.indicator(name)).parameters.prefix(count)
        #expect(periods.map(\.bounds.lowerBound) == Array(repeating: 2, count: count))
    }

    @Test("warm-up says how many rows lack a value", arguments: names)
    func warmUp(name: String) throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "candles.txt"))
        let indicator = try #require(Catalogue.indicator(name))
        for vector in try VectorCase.read(golden("IndicatorsTests", "\(name).txt"))
        where !vector.inputs.contains("holes") {
            let inputs = try vector.inputs.map { try #require(columns[$0]) }
            let values = indicator.values(inputs, vector.parameters)
            let firsts = zip(indicator.outputs, values).compactMap { output, column in
                indicator.flags.contains(output)
                    ? nil : column.firstIndex { !$0.isNaN } ?? column.count
            }
            guard let last = firsts.max() else { continue }
            #expect(last == indicator.warmUp(vector.parameters), "\(vector.parameters)")
        }
    }

    @Test("a value depends on nothing that comes after it, 50 seeded cuts a row", arguments: names)
    func looksAtThePastOnly(name: String) throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "candles.txt"))
        let indicator = try #require(Catalogue.indicator(name))
        let vector = try #require(
            try VectorCase.read(golden("IndicatorsTests", "\(name).txt")).last)
        let inputs = try vector.inputs.map { try #require(columns[$0]) }
        let whole = indicator.values(inputs, vector.parameters)
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            // Half of the cuts leave hardly more than the warm-up.
            let most = seed % 2 == 0 ? inputs[0].count - 1 : indicator.warmUp(vector.parameters) + 1
            let cut = Int.random(in: 1...min(most, inputs[0].count - 1), using: &chance)
            let removed = inputs.map { Array($0[..<cut]) }
            let altered = inputs.map { column in
                column.enumerated().map { $0 < cut ? $1 : $1 * (0.5 + chance.unit()) + 1 }
            }
            for other in [removed, altered] {
                for (one, column) in zip(whole, indicator.values(other, vector.parameters)) {
                    let same = zip(one, column).prefix(cut).allSatisfy {
                        $0.bitPattern == $1.bitPattern
                    }
                    #expect(same, "cut at \(cut)")
                }
            }
        }
    }

    @Test("missing values at the start only shift an indicator", arguments: names)
    func startsLate(name: String) throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "candles.txt"))
        let indicator = try #require(Catalogue.indicator(name))
        let vector = try #require(
            try VectorCase.read(golden("IndicatorsTests", "\(name).txt")).first)
        let inputs = try vector.inputs.map { try #require(columns[$0]) }
        let late = inputs.map { [.nan, .nan, .nan] + $0 }
        let whole = indicator.values(inputs, vector.parameters)
        let moved = indicator.values(late, vector.parameters)
        for ((one, column), output) in zip(zip(whole, moved), indicator.outputs) {
            let isFlag = indicator.flags.contains(output)
            #expect(column.prefix(3).allSatisfy { isFlag ? $0 == 0 : $0.isNaN })
            // A row's number grows by the rows before it.
            let rest = column.dropFirst(3).map {
                Self.numbered.contains(name) ? max(0, $0 - 3) : $0
            }
            #expect(Distance(rest, one).gaps == 0)
            #expect(Distance(rest, one).relative < 1e-9)
        }
    }

    @Test(
        "too few rows, none at all and nothing but missing values give no value", arguments: names)
    func nothing(name: String) throws {
        let indicator = try #require(Catalogue.indicator(name))
        let settings = indicator.parameters.map { $0.standard ?? min(20, $0.bounds.upperBound) }
        for count in [0, 1, 2, 3] {
            let inputs = indicator.inputs.map { _ in [Double](repeating: .nan, count: count) }
            let columns = indicator.values(inputs, settings)
            #expect(columns.count == indicator.outputs.count)
            #expect(columns.allSatisfy { $0.count == count })
            for (output, column) in zip(indicator.outputs, columns) {
                let isFlag = indicator.flags.contains(output)
                #expect(column.allSatisfy { isFlag ? $0 == 0 : $0.isNaN }, "\(output)")
            }
        }
    }

    @Test(
        "windows that need not be full pass over what is missing",
        arguments: [
            ("ffill", [], [.nan, 2, 2, 2, 5]), ("rolling_sum_partial", [3, 0], [0, 2, 2, 2, 5]),
            ("rolling_sum_partial", [3, 1], [.nan, 2, 2, 2, 5]),
            ("rolling_mean_partial", [4, 2], [.nan, .nan, .nan, .nan, 3.5]),
            ("rolling_max_partial", [2, 1], [.nan, 2, 2, .nan, 5]),
            ("rolling_min_partial", [5, 0], [.nan, 2, 2, 2, 2]),
            ("rolling_var_partial", [5, 1], [.nan, .nan, .nan, .nan, 4.5]),
        ] as [(String, [Double], [Double])])
    func partly(name: String, settings: [Double], expected: [Double]) throws {
        let indicator = try #require(Catalogue.indicator(name))
        let values = indicator.values([[.nan, 2, .nan, .nan, 5]], settings)
        #expect(values[0].map { "\($0)" } == expected.map { "\($0)" })
    }

    @Test(
        "a price scaled to a millionth of a cent gives the same oscillators",
        arguments: [
            "rsi", "stoch", "willr", "cci", "adx", "mfi", "ultosc", "aroon", "ppo", "natr",
            "correl",
        ])
    func scale(name: String) throws {
        let columns = try VectorCase.candles(golden("IndicatorsTests", "candles.txt"))
        let indicator = try #require(Catalogue.indicator(name))
        let vector = try #require(
            try VectorCase.read(golden("IndicatorsTests", "\(name).txt")).first)
        let inputs = try vector.inputs.map { try #require(columns[$0]) }
        let tiny = zip(vector.inputs, inputs).map { name, column in
            name == "volume" ? column : column.map { $0 * 1e-10 }
        }
        let whole = indicator.values(inputs, vector.parameters)
        for (one, other) in zip(whole, indicator.values(tiny, vector.parameters)) {
            #expect(Distance(other, one).relative < 1e-6)
            #expect(Distance(other, one).gaps == 0)
        }
    }

    @Test("the relative strength index stays between 0 and 100", arguments: fiftySeeds)
    func strengthIsBounded(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let prices = (0..<200).map { _ in 1 + chance.unit() * 1_000 }
        let strength = try #require(Catalogue.indicator("rsi")).values([prices], [14])[0]
        #expect(strength.allSatisfy { $0.isNaN || (0...100).contains($0) })
    }

    @Test("names are unique and rows are whole")
    func table() {
        #expect(Set(Self.names).count == Self.names.count)
        for indicator in Catalogue.indicators {
            #expect(!indicator.summary.isEmpty && !indicator.outputs.isEmpty)
            for parameter in indicator.parameters {
                let standard = parameter.standard ?? min(20, parameter.bounds.upperBound)
                #expect(parameter.bounds.contains(standard))
            }
        }
    }
}
