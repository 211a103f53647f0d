internal import JSONL

/// Where the values of one parameter lie side by side: numbers at their distance, words each at a place of
/// its own, in the order of the alphabet.
struct ParameterScale {
    /// nil where the values are numbers.
    let choices: [String]?
    let low: Double
    let high: Double

    init(_ values: [JSONValue]) {
        let numbers = values.compactMap(\.double)
        (low, high) = (numbers.min() ?? 0, numbers.max() ?? 1)
        choices = numbers.count == values.count ? nil : Set(values.map(Self.name)).sorted()
    }

    /// 0…1 from the left, away from the edges.
    func part(_ value: JSONValue) -> Double {
        if let choices {
            let place = choices.firstIndex(of: Self.name(value)) ?? 0
            return (Double(place) + 0.5) / Double(choices.count)
        }
        let scale = Scale(low, high, length: 0.92)
        return 0.04 + scale.position(value.double ?? low)
    }

    /// Every choice, or three numbers of the range, where they lie.
    var marks: [(part: Double, label: String)] {
        if let choices { return choices.map { (part(.text($0)), $0) } }
        return [low, (low + high) / 2, high].map { (part(.number($0)), short($0, 2)) }
    }

    /// Of many labels every second one is left out where there is little room: the class that says so.
    static func rest(_ index: Int, of count: Int) -> String {
        count > 4 && !index.isMultiple(of: 2) ? " alt" : ""
    }

    static func name(_ value: JSONValue) -> String { value.string ?? value.text }
}
