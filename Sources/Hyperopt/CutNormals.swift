/// Normal curves around some points of a range and one as wide as the range, to be cut to the range.
///
/// A curve's width is the larger distance of its point to a neighbour, at least a share of the range;
/// a single point's is its distance from the farther end. Of equal points the first has only the
/// neighbour below, the last only the one above, and those between them none: so there are at most
/// three kinds of curves a place, however many points there are.
struct CutNormals {
    let range: ClosedRange<Double>
    /// The kind of each point's curve, in the order in which they came, the widest last.
    private(set) var kinds = [0]
    /// Centre and width of each kind; a width of 0 where no point has it.
    private(set) var centres: [Double] = []
    private(set) var widths: [Double] = []
    /// Ascending.
    private var places: [Place] = []

    private struct Place {
        let point: Double
        /// The kind of the first curve; those between and the last one have the next two.
        let kind: Int
        var count = 1
        /// Of the last curve.
        var latest: Int
    }

    init(around points: [Double], in range: ClosedRange<Double>) {
        self.range = range
        kinds.reserveCapacity(points.count + 5)
        for point in points { insert(point) }
        measure()
    }

    /// Sees one more point, the latest.
    mutating func add(_ point: Double) {
        insert(point)
        measure()
    }

    private mutating func insert(_ point: Double) {
        let latest = kinds.count - 1
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = places[middle].point < point ? (middle + 1, high) : (low, middle)
        }
        if low < places.count, places[low].point == point {
            if places[low].count > 1 { kinds[places[low].latest] = places[low].kind + 1 }
            kinds[latest] = places[low].kind + 2
            places[low].count += 1
            places[low].latest = latest
        } else {
            let kind = 1 + 3 * places.count
            kinds[latest] = kind
            places.insert(Place(point: point, kind: kind, latest: latest), at: low)
        }
        kinds.append(0)
    }

    private mutating func measure() {
        let (low, high) = (range.lowerBound, range.upperBound)
        let narrowest = (high - low) / min(100, Double(kinds.count + 1))
        centres = Array(repeating: (low + high) / 2, count: 1 + 3 * places.count)
        widths = Array(repeating: 0, count: centres.count)
        widths[0] = high - low
        for (index, place) in places.enumerated() {
            let point = place.point
            let below = index > 0 ? point - places[index - 1].point : 0
            let above = index + 1 < places.count ? places[index + 1].point - point : 0
            let both = kinds.count == 2 ? max(point - low, high - point) : max(below, above)
            let count = place.count
            for (kind, width) in [(0, count == 1 ? both : below), (1, 0), (2, above)]
            where kind == 0 || count > 3 - kind {
                centres[place.kind + kind] = point
                widths[place.kind + kind] = min(max(width, narrowest), high - low)
            }
        }
    }
}
