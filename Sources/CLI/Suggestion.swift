/// The candidate nearest to a mistyped word, or nil when nothing is near.
///
/// Near means: the one candidate that begins with the word, or at most a third of the word's letters
/// inserted, dropped, replaced or swapped, but never all of them.
public func suggestion(for word: String, among candidates: [String]) -> String? {
    let longer = candidates.filter { word.count > 1 && $0.hasPrefix(word) }
    if longer.count == 1 { return longer[0] }
    let limit = max(1, word.count / 3)
    let near = candidates.map { (word: $0, distance: distance(Array(word), Array($0))) }
        .filter { $0.distance <= limit && $0.distance < word.count }
    return near.min { $0.distance < $1.distance }?.word
}

/// Edits between two words; neighbours swapped count once (optimal string alignment). O(n · m).
private func distance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for i in left.indices {
        var row = [i + 1]
        for j in right.indices {
            let same = left[i] == right[j]
            var best = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (same ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                best = min(best, before[j - 1] + 1)
            }
            row.append(best)
        }
        (before, previous) = (previous, row)
    }
    return previous[right.count]
}
