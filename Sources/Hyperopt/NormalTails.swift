internal import Metrics

/// What lies of normal curves beyond whole and half steps from their centres, each computed once: curves
/// around whole numbers have few different widths. A class, since all who ask share what is known.
final class NormalTails {
    /// Tails beyond this many half steps are computed again and again: far ones are seldom asked for.
    private static let limit = 1_024

    private var curves: [Double: Int] = [:]
    private var widths: [Double] = []
    /// Of each curve, by half steps; NaN where nobody asked.
    private var known: [[Double]] = []

    /// The number of the curve of a width, in steps.
    func curve(width: Double) -> Int {
        if let known = curves[width] { return known }
        curves[width] = widths.count
        widths.append(width)
        known.append([])
        return widths.count - 1
    }

    /// What of a whole curve lies between two places, in half steps from its centre; the tails on the far
    /// side keep digits.
    func mass(of curve: Int, from low: Int, to high: Int) -> Double {
        low > 0
            ? tail(of: curve, low) - tail(of: curve, high)
            : mass(of: curve, below: high) - mass(of: curve, below: low)
    }

    private func mass(of curve: Int, below place: Int) -> Double {
        place < 0 ? tail(of: curve, -place) : 1 - tail(of: curve, place)
    }

    private func tail(of curve: Int, _ halfSteps: Int) -> Double {
        if halfSteps < known[curve].count, !known[curve][halfSteps].isNaN {
            return known[curve][halfSteps]
        }
        let tail = normalProbability(below: -(Double(halfSteps) / 2 / widths[curve]))
        guard halfSteps < Self.limit else { return tail }
        let missing = max(0, halfSteps + 1 - known[curve].count)
        known[curve].append(contentsOf: repeatElement(.nan, count: missing))
        known[curve][halfSteps] = tail
        return tail
    }
}
