/// The order into which freqtrade brings closed trades before it looks for a drawdown: by instants as pandas
/// sorts them, with numpy's quicksort, which shuffles those of one instant once there are more than 16.
///
/// For dates numpy has one way to sort, whatever the processor; here it is that for its indirect sort, less what
/// only hostile input would need (a heap sort below twice the logarithm of the count).
public struct ClosingOrder: Sequence, Sendable {
    /// Parts so long are sorted by insertion.
    private static let shortest = 16

    private let instants: [Int]
    private var places: [Int]

    /// Of trades that closed at these instants.
    public init(_ instants: [Int]) {
        self.instants = instants
        places = Array(instants.indices)
        let isSorted = zip(instants, instants.dropFirst()).allSatisfy { $0 < $1 }
        if !isSorted { sort() }
    }

    /// Indices of the trades.
    public func makeIterator() -> [Int].Iterator { places.makeIterator() }

    private mutating func sort() {
        var waiting = [(first: 0, last: places.count - 1)]
        while var (first, last) = waiting.popLast() {
            while last - first >= Self.shortest {
                let middle = divide(first, last)
                // The larger side waits.
                if middle - first < last - middle {
                    waiting.append((middle + 1, last))
                    last = middle - 1
                } else {
                    waiting.append((first, middle - 1))
                    first = middle + 1
                }
            }
            insert(first, last)
        }
    }

    /// Brings what is before the median of the first, the middle and the last to the left of it, and gives its
    /// place.
    private mutating func divide(_ first: Int, _ last: Int) -> Int {
        let middle = first + (last - first) / 2
        order(first, middle)
        order(middle, last)
        order(first, middle)
        let median = instants[places[middle]]
        places.swapAt(middle, last - 1)
        var (left, right) = (first, last - 1)
        while true {
            repeat { left += 1 } while instants[places[left]] < median
            repeat { right -= 1 } while median < instants[places[right]]
            if left >= right { break }
            places.swapAt(left, right)
        }
        places.swapAt(left, last - 1)
        return left
    }

    private mutating func order(_ one: Int, _ other: Int) {
        if instants[places[other]] < instants[places[one]] { places.swapAt(one, other) }
    }

    private mutating func insert(_ first: Int, _ last: Int) {
        guard first < last else { return }
        for row in (first + 1)...last {
            let place = places[row]
            var free = row
            while free > first, instants[place] < instants[places[free - 1]] {
                places[free] = places[free - 1]
                free -= 1
            }
            places[free] = place
        }
    }
}
