/// The points that a picture of `columns` columns needs: of each column the first, the lowest, the
/// highest and the last, in their order. No extreme is lost. O(n); `points` ascend by `x`, 0…`width`,
/// which is the number of columns where it is not given.
func downsampled(
    _ points: [(x: Double, y: Double)], columns: Int, width: Double? = nil
) -> [(x: Double, y: Double)] {
    guard points.count > columns * 4 else { return points }
    let scale = width.map { Double(columns) / $0 } ?? 1
    var result: [(x: Double, y: Double)] = []
    var start = 0
    while start < points.count {
        let column = Int(points[start].x * scale)
        var (end, low, high) = (start, start, start)
        while end < points.count, Int(points[end].x * scale) == column {
            if points[end].y < points[low].y { low = end }
            if points[end].y > points[high].y { high = end }
            end += 1
        }
        let kept = Set([start, low, high, end - 1]).sorted()
        result += kept.map { points[$0] }
        start = end
    }
    return result
}
