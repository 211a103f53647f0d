import Storage
import Testing

/// The rules of the Relay cursor connections specification, one by one, on the five trades of a bot.
struct RelayTests {
    private let store: Store
    private let cursors: [String]

    init() throws {
        store = try Store(path: ":memory:", access: .readWrite)
        _ = try store.trades.ingest(bot: "b", trades: (1...5).map { try Samples.trade($0) })
        var cursors: [String] = []
        try store.rows(Query(table: "bot_trade")) { cursors.append($0.cursor) }
        self.cursors = cursors
    }

    struct Rule: CustomTestStringConvertible {
        let testDescription: String
        var first: Int?
        var last: Int?
        /// Trades whose cursors are given, from 1.
        var after: Int?
        var before: Int?
        let ids: [Int]
        let hasPrevious: Bool
        let hasNext: Bool

        init(
            _ text: String, first: Int? = nil, last: Int? = nil, after: Int? = nil,
            before: Int? = nil, _ ids: [Int], previous: Bool, next: Bool
        ) {
            testDescription = text
            (self.first, self.last, self.after, self.before) = (first, last, after, before)
            (self.ids, hasPrevious, hasNext) = (ids, previous, next)
        }
    }

    static let rules = [
        Rule("nothing asked: every edge", [1, 2, 3, 4, 5], previous: false, next: false),
        Rule("first: the start, and more follows", first: 2, [1, 2], previous: false, next: true),
        Rule(
            "first: exactly all is the last page", first: 5, [1, 2, 3, 4, 5], previous: false,
            next: false),
        Rule("first: more than all", first: 9, [1, 2, 3, 4, 5], previous: false, next: false),
        Rule("first: none at all", first: 0, [], previous: false, next: true),
        Rule("after: the edge itself is gone", after: 2, [3, 4, 5], previous: true, next: false),
        Rule("after the last edge nothing is left", after: 5, [], previous: true, next: false),
        Rule(
            "first after: the page behind", first: 2, after: 2, [3, 4], previous: true, next: true),
        Rule(
            "first after: the last page", first: 2, after: 3, [4, 5], previous: true, next: false),
        Rule("last: the end, and more precedes", last: 2, [4, 5], previous: true, next: false),
        Rule("last: exactly all", last: 5, [1, 2, 3, 4, 5], previous: false, next: false),
        Rule("last: none at all", last: 0, [], previous: true, next: false),
        Rule("before: the edge itself is gone", before: 3, [1, 2], previous: false, next: true),
        Rule("before the first edge nothing is left", before: 1, [], previous: false, next: true),
        Rule(
            "last before: the page ahead, in the order", last: 2, before: 4, [2, 3], previous: true,
            next: true),
        Rule(
            "last before: the first page", last: 2, before: 3, [1, 2], previous: false, next: true),
        Rule(
            "after and before: what lies between", after: 1, before: 5, [2, 3, 4], previous: true,
            next: true),
        Rule(
            "after and before that cross: nothing", after: 4, before: 2, [], previous: true,
            next: true),
        Rule(
            "first before: from the start, cut by the cursor", first: 2, before: 4, [1, 2],
            previous: false, next: true),
        Rule(
            "first before: next tells of first alone", first: 3, before: 4, [1, 2, 3],
            previous: false, next: false),
        Rule(
            "last after: previous tells of last alone", last: 3, after: 2, [3, 4, 5],
            previous: false, next: false),
        Rule("last after: cut from the end", last: 1, after: 2, [5], previous: true, next: false),
        Rule("first, then last of those", first: 4, last: 2, [3, 4], previous: true, next: true),
        Rule(
            "first and last, both of no effect", first: 5, last: 5, [1, 2, 3, 4, 5],
            previous: false, next: false),
        Rule(
            "first, last, after and before", first: 2, last: 1, after: 1, before: 5, [3],
            previous: true, next: true),
    ]

    @Test(
        "a connection holds the edges and page info that the specification says", arguments: rules)
    func rule(rule: Rule) throws {
        var (ids, found) = ([Int](), [String]())
        let info = try store.rows(
            Query(
                table: "bot_trade", columns: ["trade_id"], first: rule.first, last: rule.last,
                after: rule.after.map { cursors[$0 - 1] },
                before: rule.before.map { cursors[$0 - 1] })
        ) { edge in
            if case .integer(let id) = edge.cells[0] { ids.append(id) }
            found.append(edge.cursor)
        }
        #expect(ids == rule.ids)
        #expect(info.hasPreviousPage == rule.hasPrevious)
        #expect(info.hasNextPage == rule.hasNext)
        #expect(info.startCursor == found.first)
        #expect(info.endCursor == found.last)
        #expect(found == rule.ids.map { cursors[$0 - 1] })
    }

    @Test("the total count is of all rows that meet the conditions, whatever the page")
    func totalCount() throws {
        let few = Query.Condition(column: "trade_id", comparison: .above, value: "2")
        #expect(try store.count(Query(table: "trade", first: 1, after: cursors[3])) == 5)
        #expect(try store.count(Query(table: "trade", conditions: [few])) == 3)
    }

    @Test("a cursor whose row is gone still marks its place")
    func removed() throws {
        let gone = try Samples.trade(6, isOpen: true, filled: 0)
        let five = try (1...5).map { try Samples.trade($0) }
        _ = try store.trades.ingest(bot: "b", trades: five + [gone])
        let cursor = try store.rows(Query(table: "bot_trade")) { _ in }.endCursor
        _ = try store.trades.ingest(bot: "b", trades: five)
        _ = try store.trades.ingest(bot: "c", trades: [Samples.trade(1)])
        var bots: [Cell] = []
        try store.rows(Query(table: "bot_trade", columns: ["bot"], after: cursor)) {
            bots += $0.cells
        }
        #expect(bots == [.text("c")])
    }
}
