import Market
import Records
import Storage
import TestSupport
import Testing

/// Pages by cursors: every order is one of all rows, and a cursor keeps its place in it.
struct CursorTests {
    /// Every table and view, in its own order and in some with ties, nothing and both directions.
    static let questions: [Query] = {
        let orders: [(String, [String])] = [
            (
                "trade",
                ["open_ms", "close_ms:desc", "profit_abs", "pair,profit_abs:desc", "bot:desc"]
            ),
            ("bot_trade", ["close_ms", "stake_amount:desc", "enter_tag:desc,close_ms:desc"]),
            ("run_trade", ["open_ms:desc", "is_open,profit_ratio"]),
            ("trade_view", ["closed:desc", "opened", "origin:desc"]),
            ("trade_order", ["filled_ms:desc", "price", "trade_id:desc", "pair", "position:desc"]),
            ("run", ["strategy:desc", "completed_ms"]), ("run_view", ["started:desc"]),
            ("measure", ["name", "value:desc"]), ("trial", ["loss", "loss:desc"]),
            ("equity", ["benchmark", "equity:desc"]), ("reconciliation_break", ["delta:desc"]),
            ("break_view", ["money_at_risk"]), ("pipeline_step", ["fingerprint:desc"]),
        ]
        let tables = Store.listings.map(\.name)
        return tables.map { Query(table: $0) }
            + orders.flatMap { table, orders in
                orders.map { Query(table: table, order: $0.split(separator: ",").map(Self.order)) }
            }
    }()

    private static func order(_ text: Substring) -> Query.Order {
        let parts = text.split(separator: ":")
        return Query.Order(column: String(parts[0]), isDescending: parts.count > 1)
    }

    private static func store() throws -> Store {
        let store = try Store(path: ":memory:", access: .readWrite)
        try Desk.fill(store)
        for bot in ["a", "b", "c"] {
            _ = try store.trades.ingest(
                bot: bot,
                trades: (1...5).map {
                    try Samples.trade(
                        $0, openMs: Samples.monthMs + $0 / 3 * 60_000, isOpen: $0 % 4 == 0,
                        profit: Double($0 % 3))
                })
        }
        return store
    }

    private static func page(_ store: Store, _ query: Query) throws -> (rows: [Row], PageInfo) {
        var rows: [Row] = []
        let info = try store.rows(query) { rows.append(Row(cells: $0.cells, cursor: $0.cursor)) }
        return (rows, info)
    }

    private struct Row: Hashable {
        let cells: [Cell]
        let cursor: String
    }

    @Test("pages by cursors make up the whole answer, forwards and backwards", arguments: [1, 3])
    func pages(size: Int) throws {
        let store = try Self.store()
        for query in Self.questions {
            let whole = try Self.page(store, query).rows
            #expect(Set(whole.map(\.cursor)).count == whole.count)
            var (forwards, next) = ([Row](), query)
            next.first = size
            while true {
                let (rows, info) = try Self.page(store, next)
                forwards += rows
                next.after = info.endCursor
                guard info.hasNextPage else { break }
            }
            #expect(forwards == whole, "\(query)")
            var (backwards, previous) = ([Row](), query)
            previous.last = size
            while true {
                let (rows, info) = try Self.page(store, previous)
                backwards = rows + backwards
                previous.before = info.startCursor
                guard info.hasPreviousPage else { break }
            }
            #expect(backwards == whole, "\(query)")
        }
    }

    @Test("between two cursors lie the rows between them", arguments: [1] as [UInt64])
    func between(seed: UInt64) throws {
        let store = try Self.store()
        var random = SplitMix64(seed: seed)
        for var query in Self.questions {
            let whole = try Self.page(store, query).rows
            guard whole.count > 2 else { continue }
            let first = Int.random(in: 0..<whole.count - 1, using: &random)
            let last = Int.random(in: first + 1..<whole.count, using: &random)
            (query.after, query.before) = (whole[first].cursor, whole[last].cursor)
            #expect(try Self.page(store, query).rows == Array(whole[first + 1..<last]))
            query.last = 1
            #expect(try Self.page(store, query).rows == Array(whole[first + 1..<last].suffix(1)))
        }
    }

    @Test(
        "paging while another tool writes loses and repeats nothing that was there",
        arguments: [1, 2] as [UInt64])
    func writers(seed: UInt64) throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            let writer = try Store(path: path, access: .readWrite)
            var random = SplitMix64(seed: seed)
            func write(_ bots: [String], upTo count: Int) throws {
                for bot in bots {
                    let trades = try (1...count).map {
                        try Samples.trade(
                            $0, openMs: Samples.monthMs + ($0 &* 7_919 % 13) * 60_000,
                            profit: Double($0 % 5))
                    }
                    _ = try writer.trades.ingest(bot: bot, trades: trades, isComplete: false)
                }
            }
            try write(["b", "d"], upTo: 7)
            let reader = try Store(path: path, access: .readOnly)
            for var query in Self.questions.filter({ $0.table == "trade" }) {
                let start = try Self.page(reader, query).rows.map(\.cursor)
                var seen: [String] = []
                query.first = 3
                while true {
                    let (rows, info) = try Self.page(reader, query)
                    seen += rows.map(\.cursor)
                    query.after = info.endCursor
                    guard info.hasNextPage else { break }
                    let bot = ["a", "b", "c", "d", "e"].randomElement(using: &random) ?? "a"
                    try write([bot], upTo: Int.random(in: 7..<10, using: &random))
                }
                #expect(Set(seen).count == seen.count, "\(query.order)")
                #expect(Set(start).isSubset(of: seen), "\(query.order)")
            }
        }
    }

    @Test("a cursor of another table or order, a changed and an invented one are refused")
    func refused() throws {
        let store = try Self.store()
        let cursor = try #require(Self.page(store, Query(table: "trade")).1.endCursor)
        for table in ["bot_trade", "trade_view"] {
            #expect(throws: QueryError.foreignCursor(table: table)) {
                try Self.page(store, Query(table: table, after: cursor))
            }
        }
        let order = [Query.Order(column: "open_ms", isDescending: false)]
        #expect(throws: QueryError.foreignCursor(table: "trade")) {
            try Self.page(store, Query(table: "trade", order: order, before: cursor))
        }
        for place in cursor.indices {
            var text = cursor
            let other = text.remove(at: place) == "A" ? "B" : "A"
            text.insert(contentsOf: other, at: place)
            #expect(throws: QueryError.self, "\(text)") {
                try Self.page(store, Query(table: "trade", after: text))
            }
        }
        for text in ["", "1", "MTA", cursor + "A", String(cursor.dropLast()), "é", cursor + "="] {
            #expect(throws: QueryError.noCursor(text)) {
                try Self.page(store, Query(table: "trade", after: text))
            }
        }
    }

    @Test("rows that change are last in the order of changes, and a cursor finds them all")
    func changes() throws {
        let store = try Self.store()
        let order = [Query.Order(column: "changed", isDescending: false)]
        var query = Query(table: "trade", columns: ["bot", "trade_id", "is_open"], order: order)
        query.after = try Self.page(store, query).1.endCursor
        #expect(query.after != nil)
        #expect(try Self.page(store, query).rows.isEmpty)
        // A late row of the first bot, and one that was open and is not any more.
        _ = try store.trades.ingest(
            bot: "a", trades: [Samples.trade(4, openMs: Samples.monthMs + 60_000)],
            isComplete: false)
        _ = try store.trades.ingest(bot: "a", trades: [Samples.trade(10)], isComplete: false)
        #expect(
            try Self.page(store, query).rows.map(\.cells) == [
                [.text("a"), .integer(4), .flag(false)], [.text("a"), .integer(10), .flag(false)],
            ])
    }

    @Test(
        "who follows sees every row that other tools write, once, whichever comes first",
        arguments: [1, 2] as [UInt64])
    func following(seed: UInt64) throws {
        try Samples.withFolder { folder in
            let path = folder + "/store.sqlite"
            let writers = try (0..<2).map { _ in try Store(path: path, access: .readWrite) }
            let reader = try Store(path: path, access: .readOnly)
            var random = SplitMix64(seed: seed)
            var query = Query(
                table: "trade", columns: ["bot", "trade_id"],
                order: [Query.Order(column: "changed", isDescending: false)])
            var (known, seen) = (["a": 0, "b": 0, "c": 0], [[Cell]]())
            for _ in 0..<20 {
                let version = try reader.dataVersion()
                let bot = ["a", "b", "c"].randomElement(using: &random) ?? "a"
                let count = Int.random(in: 0...3, using: &random) + known[bot, default: 0]
                let trades = try (1...max(1, count)).map { try Samples.trade($0) }
                let writer = writers.randomElement(using: &random)
                let result = try writer?.trades.ingest(bot: bot, trades: trades)
                known[bot] = trades.count
                #expect(try (reader.dataVersion() != version) == result?.changes.isReal)
                query.after =
                    try reader.rows(query) { seen.append($0.cells) }.endCursor ?? query.after
            }
            #expect(Set(seen).count == seen.count)
            #expect(seen.count == known.values.reduce(0, +))
        }
    }
}
