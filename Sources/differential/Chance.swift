internal import Market

/// Random choices, the same for the same seed on every machine.
struct Chance {
    private var stream: SplitMix64

    /// A stream of its own for each purpose of each case.
    init(seed: UInt64, _ words: UInt64...) {
        stream = SplitMix64(seed: words.reduce(seed) { SplitMix64(seed: $0, words: $1).first })
    }

    /// True in that part of all cases.
    mutating func happens(_ part: Double) -> Bool { number(0...1) < part }

    mutating func number(_ range: ClosedRange<Double>) -> Double {
        Double.random(in: range, using: &stream)
    }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &stream) }

    /// A number with so many decimals, as it is written.
    mutating func decimal(_ range: ClosedRange<Double>, _ digits: Int) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let units = Int((number(range) * scale).rounded())
        return "\(Double(units) / scale)"
    }

    /// `choices` is not empty.
    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[whole(0...(choices.count - 1))]
    }
}

extension SplitMix64 {
    fileprivate var first: UInt64 {
        var stream = self
        return stream.next()
    }
}
