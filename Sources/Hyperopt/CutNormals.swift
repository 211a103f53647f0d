internal import Metrics

/// Normal curves around some points of a range and one as wide as the range, cut to the range.
///
/// A curve's width is the larger distance of its point to a neighbour, at least a share of the range;
/// a single point's is its distance from the farther end. Many are equal, so each kind is kept once.
struct CutNormals {
    /// The kind of each point's curve, the widest last.
    private(set) var kinds: [Int]
    /// Centre and width of each kind, and how much of its curve lies within the range.
    private(set) var centres: [Double] = []
    private(set) var widths: [Double] = []
    private(set) var masses: [Double] = []

    init(around points: [Double], in range: ClosedRange<Double>) {
        kinds = [Int](repeating: 0, count: points.count + 1)
        let length = range.upperBound - range.lowerBound
        let narrowest = length / min(100, Double(points.count + 2))
        let order = points.indices.sorted { (points[$0], $0) < (points[$1], $1) }
        for place in order.indices {
            let centre = points[order[place]]
            let below = place > 0 ? centre - points[order[place - 1]] : 0
            let above = place + 1 < order.count ? points[order[place + 1]] - centre : 0
            let width =
                order.count == 1
                ? max(centre - range.lowerBound, range.upperBound - centre) : max(below, above)
            add(centre, min(max(width, narrowest), length), to: order[place], in: range)
        }
        add((range.lowerBound + range.upperBound) / 2, length, to: points.count, in: range)
    }

    /// Notes a curve, as one of the kind noted last where it is the same.
    private mutating func add(
        _ centre: Double, _ width: Double, to curve: Int, in range: ClosedRange<Double>
    ) {
        if centres.last != centre || widths.last != width {
            centres.append(centre)
            widths.append(width)
            masses.append(
                mass(from: range.lowerBound, to: range.upperBound, kind: centres.count - 1))
        }
        kinds[curve] = centres.count - 1
    }

    /// How much of each kind's cut curve lies between two numbers of the range.
    func shares(from low: Double, to high: Double) -> [Double] {
        centres.indices.map { mass(from: low, to: high, kind: $0) / masses[$0] }
    }

    /// What of a kind's whole curve lies between two numbers; the tails on the far side keep digits.
    func mass(from low: Double, to high: Double, kind: Int) -> Double {
        let (first, last) = (
            (low - centres[kind]) / widths[kind], (high - centres[kind]) / widths[kind]
        )
        return first > 0
            ? normalProbability(below: -first) - normalProbability(below: -last)
            : normalProbability(below: last) - normalProbability(below: first)
    }
}
