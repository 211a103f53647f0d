internal import Metrics

/// What lies of normal curves beyond whole and half steps from their centres, each computed once: curves
/// around whole numbers have few different widths. A class, since all who ask share what is known.
final class NormalTails {
    private var curves: [Double: Curve] = [:]

    /// How many curves are known, each with some kilobytes of tails.
    var count: Int { curves.count }

    /// The curve of a width, in steps.
    func curve(width: Double) -> Curve {
        if let known = curves[width] { return known }
        let curve = Curve(width: width)
        curves[width] = curve
        return curve
    }

    final class Curve {
        /// Tails beyond this many half steps are computed again and again: far ones are seldom asked for.
        private static let limit = 256

        private let width: Double
        /// By half steps; NaN where nobody asked. Nobody else changes it meanwhile, and it is asked for
        /// too often to have that checked.
        @exclusivity(unchecked)
        private var known = [Double](repeating: .nan, count: limit)

        fileprivate init(width: Double) { self.width = width }

        /// What of the whole curve lies between two places, in half steps from its centre; the tails on
        /// the far side keep digits.
        @inline(__always)
        func mass(from low: Int, to high: Int) -> Double {
            low > 0 ? tail(low) - tail(high) : mass(below: high) - mass(below: low)
        }

        @inline(__always)
        private func mass(below place: Int) -> Double {
            place < 0 ? tail(-place) : 1 - tail(place)
        }

        @inline(__always)
        private func tail(_ halfSteps: Int) -> Double {
            if halfSteps < known.count {
                let tail = known[halfSteps]
                if !tail.isNaN { return tail }
            }
            return newTail(halfSteps)
        }

        @inline(never)
        private func newTail(_ halfSteps: Int) -> Double {
            let tail = normalProbability(below: -(Double(halfSteps) / 2 / width))
            if halfSteps < known.count { known[halfSteps] = tail }
            return tail
        }
    }
}
