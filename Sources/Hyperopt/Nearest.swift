/// The points nearest to one of them, found again with little work as long as that stays the same.
struct Nearest {
    private let most: Int
    /// The number of the point in the middle; nil before anybody asked.
    private var middle: Int?
    /// How many points were looked at.
    private var seen = 0
    /// Ascending, of equal ones the first point first.
    private var found: [(squaredDistance: Double, number: Int)] = []

    init(most: Int) { self.most = most }

    /// The numbers of the points nearest to `middle`, itself among them, the nearest first. `places` hold what
    /// they held the last time, and maybe more. O(points) where `middle` is another than the last time.
    mutating func numbers(to middle: Int, in places: ArraySlice<[Double]>) -> [Int] {
        if self.middle != middle { (self.middle, seen, found) = (middle, 0, []) }
        for number in seen..<places.count {
            see(number, RadialSurface.squaredDistance(places[number], places[middle]))
        }
        seen = places.count
        return found.map(\.number)
    }

    private mutating func see(_ number: Int, _ squaredDistance: Double) {
        if found.count == most {
            guard squaredDistance < found[most - 1].squaredDistance else { return }
            found.removeLast()
        }
        let nearer = found.lastIndex { $0.squaredDistance <= squaredDistance }
        found.insert((squaredDistance, number), at: nearer.map { $0 + 1 } ?? 0)
    }
}
