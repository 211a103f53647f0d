/// Normal curves around some points of a range and one as wide as the range, to be cut to the range.
///
/// A curve's width is the larger distance of its point to a neighbour, at least a share of the range;
/// a single point's is its distance from the farther end. Many are equal, so each kind is kept once.
struct CutNormals {
    let range: ClosedRange<Double>
    /// The kind of each point's curve, the widest last.
    private(set) var kinds: [Int]
    /// Centre and width of each kind.
    private(set) var centres: [Double] = []
    private(set) var widths: [Double] = []

    /// `order` are the points' places in ascending order, of equal ones the first first.
    init(around points: [Double], order: [Int], in range: ClosedRange<Double>) {
        self.range = range
        kinds = [Int](repeating: 0, count: points.count + 1)
        let length = range.upperBound - range.lowerBound
        let narrowest = length / min(100, Double(points.count + 2))
        for place in order.indices {
            let centre = points[order[place]]
            let below = place > 0 ? centre - points[order[place - 1]] : 0
            let above = place + 1 < order.count ? points[order[place + 1]] - centre : 0
            let width =
                order.count == 1
                ? max(centre - range.lowerBound, range.upperBound - centre) : max(below, above)
            add(centre, min(max(width, narrowest), length), to: order[place])
        }
        add((range.lowerBound + range.upperBound) / 2, length, to: points.count)
    }

    /// Notes a curve, as one of the kind noted last where it is the same.
    private mutating func add(_ centre: Double, _ width: Double, to curve: Int) {
        if centres.last != centre || widths.last != width {
            centres.append(centre)
            widths.append(width)
        }
        kinds[curve] = centres.count - 1
    }
}
