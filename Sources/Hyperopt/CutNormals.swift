/// Normal curves around some points of a range and one as wide as the range, to be cut to the range.
///
/// A curve's width is the larger distance of its point to a neighbour, at least a share of the range;
/// a single point's is its distance from the farther end. Of equal points the first has only the
/// neighbour below, the last only the one above, and those between them none: so there are at most
/// three kinds of curves a place, however many points there are.
struct CutNormals {
    let range: ClosedRange<Double>
    /// The kind of each point's curve, in the order in which they came, the widest last. That of a point
    /// that was taken out means nothing.
    private(set) var kinds = [0]
    /// Whose kind has changed since somebody took note, in any order, maybe several times.
    private(set) var changed = [0]
    /// Centre and width of each kind; a width of 0 where no point has it.
    private(set) var centres: [Double]
    private(set) var widths: [Double]
    /// How many points there are.
    private(set) var count = 0
    /// Ascending.
    private var places: [Place] = []
    /// Kinds of places that are gone.
    private var spare: [Int] = []

    private struct Place {
        let point: Double
        /// The kind of the first curve; those between and the last one have the next two.
        let kind: Int
        /// Who is here, ascending.
        var members: [Int]
    }

    init(around points: [Double], in range: ClosedRange<Double>) {
        self.range = range
        let (low, high) = (range.lowerBound, range.upperBound)
        (centres, widths) = ([(low + high) / 2], [high - low])
        kinds.reserveCapacity(points.count + 5)
        for point in points { _ = insert(point, as: append()) }
        for index in places.indices { measure(index) }
    }

    /// Sees one more point, the latest; gives the kinds that may have changed.
    mutating func add(_ point: Double) -> [Range<Int>] {
        restore(point, as: append())
    }

    /// Takes in a point that was taken out.
    mutating func restore(_ point: Double, as member: Int) -> [Range<Int>] {
        measured(around: insert(point, as: member))
    }

    /// Takes out the point that came as that number.
    mutating func remove(_ point: Double, as member: Int) -> [Range<Int>] {
        let index = lowest(atLeast: point)
        count -= 1
        places[index].members.removeAll { $0 == member }
        guard places[index].members.isEmpty else {
            setKinds(index)
            return measured(around: index)
        }
        let kind = places.remove(at: index).kind
        for kind in kind..<(kind + 3) { widths[kind] = 0 }
        spare.append(kind)
        return measured(around: index) + [kind..<(kind + 3)]
    }

    /// Forgets the latest point, which was not taken out.
    mutating func removeLast(_ point: Double) -> [Range<Int>] {
        let touched = remove(point, as: kinds.count - 2)
        kinds.remove(at: kinds.count - 2)
        changed.append(kinds.count - 1)
        return touched
    }

    mutating func takeNote() { changed.removeAll(keepingCapacity: true) }

    private mutating func append() -> Int {
        kinds.append(0)
        changed.append(kinds.count - 1)
        return kinds.count - 2
    }

    private func lowest(atLeast point: Double) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            (low, high) = places[middle].point < point ? (middle + 1, high) : (low, middle)
        }
        return low
    }

    private mutating func insert(_ point: Double, as member: Int) -> Int {
        let index = lowest(atLeast: point)
        count += 1
        if index == places.count || places[index].point != point {
            places.insert(Place(point: point, kind: newKind(), members: []), at: index)
        }
        let before = places[index].members.lastIndex { $0 < member }
        places[index].members.insert(member, at: before.map { $0 + 1 } ?? 0)
        setKinds(index)
        return index
    }

    private mutating func newKind() -> Int {
        if let kind = spare.popLast() { return kind }
        centres += [0, 0, 0]
        widths += [0, 0, 0]
        return widths.count - 3
    }

    /// Tells who is here which curve is theirs.
    private mutating func setKinds(_ index: Int) {
        let place = places[index]
        for (number, member) in place.members.enumerated() {
            let kind = number == 0 ? 0 : number == place.members.count - 1 ? 2 : 1
            guard kinds[member] != place.kind + kind else { continue }
            kinds[member] = place.kind + kind
            changed.append(member)
        }
    }

    /// Measures what a change at a place may have changed: that and its neighbours, or all as long as
    /// the least width falls with every point.
    private mutating func measured(around index: Int) -> [Range<Int>] {
        let near = max(0, index - 1)..<min(places.count, index + 2)
        let touched = count < 100 ? places.indices : near
        for index in touched { measure(index) }
        return touched.map { places[$0].kind..<(places[$0].kind + 3) }
    }

    private mutating func measure(_ index: Int) {
        let (low, high) = (range.lowerBound, range.upperBound)
        let narrowest = (high - low) / min(100, Double(count + 2))
        let (point, kind, sharers) = (
            places[index].point, places[index].kind, places[index].members.count
        )
        let below = index > 0 ? point - places[index - 1].point : 0
        let above = index + 1 < places.count ? places[index + 1].point - point : 0
        let both = count == 1 ? max(point - low, high - point) : max(below, above)
        func width(_ width: Double) -> Double { min(max(width, narrowest), high - low) }
        for kind in kind..<(kind + 3) { centres[kind] = point }
        widths[kind] = width(sharers == 1 ? both : below)
        widths[kind + 1] = sharers > 2 ? width(0) : 0
        widths[kind + 2] = sharers > 1 ? width(above) : 0
    }
}
