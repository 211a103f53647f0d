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
        /// What is farther away is computed again and again: it is seldom asked for.
        private static let limit = 4_096

        let width: Double
        /// Tails by half steps and masses of steps by their distance; NaN where nobody asked. Nobody
        /// else changes them meanwhile, and they are asked for too often to have that checked.
        @exclusivity(unchecked)
        private var tails: [Double] = []
        @exclusivity(unchecked)
        private var steps: [Double] = []

        fileprivate init(width: Double) { self.width = width }

        /// What of the whole curve lies within half a step of a place, in steps from its centre.
        @inline(__always)
        func mass(around place: Int) -> Double {
            let distance = abs(place)
            if distance < steps.count {
                let mass = steps[distance]
                if !mass.isNaN { return mass }
            }
            return newMass(distance)
        }

        @inline(never)
        private func newMass(_ distance: Int) -> Double {
            let mass = mass(from: 2 * distance - 1, to: 2 * distance + 1)
            Self.keep(mass, at: distance, in: &steps)
            return mass
        }

        /// What of the whole curve lies between two places, in half steps from its centre; the tails on
        /// the far side keep digits.
        func mass(from low: Int, to high: Int) -> Double {
            low > 0 ? tail(low) - tail(high) : mass(below: high) - mass(below: low)
        }

        /// What of the whole curve lies below a place, in half steps from its centre.
        @inline(__always)
        func mass(below place: Int) -> Double {
            place < 0 ? tail(-place) : 1 - tail(place)
        }

        @inline(__always)
        private func tail(_ halfSteps: Int) -> Double {
            if halfSteps < tails.count {
                let tail = tails[halfSteps]
                if !tail.isNaN { return tail }
            }
            return newTail(halfSteps)
        }

        @inline(never)
        private func newTail(_ halfSteps: Int) -> Double {
            let tail = normalProbability(below: -(Double(halfSteps) / 2 / width))
            Self.keep(tail, at: halfSteps, in: &tails)
            return tail
        }

        private static func keep(_ value: Double, at place: Int, in known: inout [Double]) {
            guard place < limit else { return }
            if place >= known.count {
                let missing = min(limit, max(64, 2 * place)) - known.count
                known.append(contentsOf: repeatElement(.nan, count: missing))
            }
            known[place] = value
        }
    }
}
