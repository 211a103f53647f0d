/// Boxes in columns, each to the right of all it waits for, with few crossings between them.
///
/// Sugiyama's way in small: columns by longest path, points on the way of long edges, some sweeps
/// that put everything near the middle of its neighbours, then coordinates.
struct GraphLayout {
    struct Point: Hashable {
        var x: Double
        var y: Double
    }

    struct Box: Hashable {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
    }

    private static let boxHeight = 28.0
    private static let rowGap = 14.0
    private static let columnGap = 48.0
    private static let margin = 12.0

    private(set) var boxes: [Box] = []
    /// The points of each edge, from a box's right side to another's left.
    private(set) var edges: [[Point]] = []
    private(set) var width = 0.0
    private(set) var height = 0.0

    /// - Parameters:
    ///   - widths: of the boxes; each comes after those it waits for.
    ///   - parents: which boxes each waits for.
    init(widths: [Double], parents: [[Int]]) {
        var columns = Columns(parents)
        columns.sweep()
        let columnWidths = columns.members.map { nodes in
            nodes.map { $0 < widths.count ? widths[$0] : 0 }.max() ?? 0
        }
        let rows = columns.members.map(\.count).max() ?? 0
        height = Double(rows) * (Self.boxHeight + Self.rowGap) - Self.rowGap + 2 * Self.margin
        var places: [Point] = Array(repeating: Point(x: 0, y: 0), count: columns.count)
        var x = Self.margin
        for (nodes, columnWidth) in zip(columns.members, columnWidths) {
            let step = (height - 2 * Self.margin + Self.rowGap) / Double(nodes.count)
            for (row, node) in nodes.enumerated() {
                places[node] = Point(
                    x: x, y: Self.margin - Self.rowGap / 2 + step * (Double(row) + 0.5))
            }
            x += columnWidth + Self.columnGap
        }
        width = x - Self.columnGap + Self.margin
        boxes = widths.indices.map { index in
            let place = places[index]
            let columnWidth = columnWidths[columns.column[index]]
            return Box(
                x: place.x + (columnWidth - widths[index]) / 2, y: place.y - Self.boxHeight / 2,
                width: widths[index], height: Self.boxHeight)
        }
        edges = columns.routes.map { route in
            let (first, last) = (boxes[route[0]], boxes[route[route.count - 1]])
            // Level across every column it touches, so that lines bend between columns only.
            let sides = route.flatMap { node in
                let (place, columnWidth) = (places[node], columnWidths[columns.column[node]])
                return [place, Point(x: place.x + columnWidth, y: place.y)]
            }
            return [Point(x: first.x + first.width, y: first.y + Self.boxHeight / 2)]
                + sides.dropFirst().dropLast()
                + [Point(x: last.x, y: last.y + Self.boxHeight / 2)]
        }
    }
}

/// Nodes in columns: the boxes first, then a point for every column that an edge crosses.
private struct Columns {
    var column: [Int] = []
    /// The nodes of each column, from the top.
    var members: [[Int]] = []
    /// Each edge as nodes, one a column.
    var routes: [[Int]] = []
    private var left: [[Int]] = []
    private var right: [[Int]] = []

    var count: Int { column.count }

    init(_ parents: [[Int]]) {
        for waits in parents { column.append((waits.map { column[$0] }.max() ?? -1) + 1) }
        for (child, waits) in parents.enumerated() {
            for parent in waits {
                var route = [parent]
                for place in column[parent] + 1..<column[child] {
                    route.append(column.count)
                    column.append(place)
                }
                routes.append(route + [child])
            }
        }
        left = column.map { _ in [] }
        right = left
        for route in routes {
            for (from, to) in zip(route, route.dropFirst()) {
                right[from].append(to)
                left[to].append(from)
            }
        }
        members = Array(repeating: [], count: (column.max() ?? -1) + 1)
        for node in column.indices { members[column[node]].append(node) }
    }

    /// Sorts each column by the middle of its neighbours to one side, to and fro.
    mutating func sweep() {
        var row = Array(repeating: 0.0, count: count)
        func number(_ nodes: [Int]) {
            for (place, node) in nodes.enumerated() {
                row[node] = (Double(place) + 0.5) / Double(nodes.count)
            }
        }
        func sort(_ nodes: [Int], by neighbours: [[Int]]) -> [Int] {
            let middles = nodes.map { node in
                let near = neighbours[node].map { row[$0] }
                return near.isEmpty ? row[node] : near.reduce(0, +) / Double(near.count)
            }
            return nodes.indices.sorted { (middles[$0], $0) < (middles[$1], $1) }.map { nodes[$0] }
        }
        for nodes in members { number(nodes) }
        for _ in 0..<4 {
            for index in members.indices.dropFirst() {
                members[index] = sort(members[index], by: left)
                number(members[index])
            }
            for index in members.indices.dropLast().reversed() {
                members[index] = sort(members[index], by: right)
                number(members[index])
            }
        }
    }
}
