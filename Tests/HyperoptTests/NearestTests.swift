import TestSupport
import Testing

@testable import Hyperopt

/// The points nearest to one of them.
struct NearestTests {
    @Test(
        "as points come and the middle moves, the nearest are those that come first when all are sorted",
        arguments: fiftySeeds)
    func sorted(seed: UInt64) {
        var random = Chance(seed: seed)
        // Few places, so that many are as far away as others.
        let places = (0..<60).map { _ in
            (0..<2).map { _ in Double(Int.random(in: 0..<6, using: &random)) }
        }
        var nearest = Nearest(most: 10)
        var middle = 0
        for count in 1...60 {
            if random.oneIn(8) { middle = Int.random(in: 0..<count, using: &random) }
            let order = (0..<count).sorted {
                let first = RadialSurface.squaredDistance(places[$0], places[middle])
                let second = RadialSurface.squaredDistance(places[$1], places[middle])
                return (first, $0) < (second, $1)
            }
            let found = nearest.numbers(to: middle, in: places.prefix(count))
            #expect(found == Array(order.prefix(10)))
        }
    }
}
