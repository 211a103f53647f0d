internal import Market
internal import Records
internal import SQLite

/// Writes trades of bots, or of runs, into their pages.
struct TradeWriter: ~Copyable {
    private let database: Database
    private let pages: TradePages
    private let upsert: BulkUpsert
    private let find: Statement<String, Int, Int>
    private let open: Statement<>
    private let refresh: Statement<Int>

    /// `count` is about how many trades are to be written in all.
    init(_ database: Database, _ pages: TradePages, count: Int) throws {
        let owner = pages.owner.indices.map { "?\($0 + 1)" } + ["?3"]
        let condition = zip(pages.key, owner).map { "\($0) = \($1)" }.joined(separator: " AND ")
        let columns = pages.columns.dropFirst()
        let find = try database.prepare(
            "SELECT page FROM \(pages.name) WHERE \(condition)", (String, Int, Int).self)
        let open = try database.prepareRows(
            """
            INSERT INTO \(pages.name) (\(columns.joined(separator: ", ")))
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            """)
        let refresh = try database.prepare(pages.refreshing + " WHERE page = ?", Int.self)
        upsert = try BulkUpsert(
            database, table: pages.table, key: ["place"],
            columns: ["place"] + pages.owner + TradeTable.columns, count: count)
        self.database = database
        self.pages = pages
        self.find = find
        self.open = open
        self.refresh = refresh
    }

    /// Writes trades in the transaction that is under way, under one identity or each under its own;
    /// `orders` are those of each as JSON, where somebody has made it already.
    borrowing func run(
        _ trades: ArraySlice<Trade>, of owner: Origin?, orders: ArraySlice<String>? = nil,
        counting changes: inout Changes
    ) throws {
        let stamp = try database.stamp()
        let places = try places(of: trades, owner, stamp)
        var written = Changes()
        // Lent: an element of an array would be copied for each use, with an owner more of each text.
        try trades.withUnsafeBufferPointer { trades in
            try upsert.run(trades.indices, stamp: stamp, counting: &written) {
                (index, binding) throws(DatabaseError) in
                try binding.add(places.all[index])
                if let owner {
                    try owner.bind(to: &binding)
                } else {
                    try trades[index].origin.bind(to: &binding)
                }
                let made = orders.map { $0[$0.startIndex + index] }
                try trades[index].bind(to: &binding, orders: made ?? trades[index].ordersText)
            }
        }
        changes += written
        guard written.isReal else { return }
        // What new pages say is true of the trades that they were opened for, if these came once.
        let isOnce = written.inserted == trades.count
        for page in Set(isOnce ? places.known : places.known + places.new) {
            try refresh.run(page)
        }
    }

    /// The place of each trade, and the pages of all, those that are missing made.
    private borrowing func places(
        of trades: ArraySlice<Trade>, _ owner: Origin?, _ stamp: Int
    ) throws -> (all: [Int], known: [Int], new: [Int]) {
        var (all, known, new): ([Int], [Int], [Int]) = ([], [], [])
        all.reserveCapacity(trades.count)
        var start = trades.startIndex
        while start < trades.endIndex {
            let origin = owner ?? trades[start].origin
            let number = trades[start].tradeID >> TradePages.bits
            var end = start + 1
            while end < trades.endIndex, trades[end].tradeID >> TradePages.bits == number,
                owner != nil || trades[end].origin == origin
            { end += 1 }
            let found = try page(origin, number)
            let page = try found ?? open(origin, number, TradeSummary(trades[start..<end], stamp))
            if found == nil { new.append(page) } else { known.append(page) }
            for index in start..<end {
                all.append(TradePages.place(page: page, tradeID: trades[index].tradeID))
            }
            start = end
        }
        return (all, known, new)
    }

    /// The page of so many of an owner's trades; nil where there is none yet.
    private borrowing func page(_ owner: Origin, _ number: Int) throws -> Int? {
        var page: Int?
        try find.rows(owner.name, owner.generation, number, as: Int.self) { (found: Int) in
            page = found
        }
        return page
    }

    private borrowing func open(
        _ owner: Origin, _ number: Int, _ summary: TradeSummary
    ) throws -> Int {
        var binding = open.binding(behind: 0)
        try owner.bind(to: &binding)
        try binding.add(number)
        try summary.bind(to: &binding)
        try open.run()
        return database.lastRow
    }
}

/// What a page says of its trades, in the order of `TradePages.summary`.
private struct TradeSummary {
    private let count: Int
    private var openCount = 0
    private var openMs: ClosedRange<Int>
    private var closeMs: ClosedRange<Int>?
    private let stamp: Int
    private var lowStrategy: String
    private var highStrategy: String

    /// There is at least one trade.
    init(_ trades: ArraySlice<Trade>, _ stamp: Int) {
        let first = trades[trades.startIndex]
        (count, self.stamp) = (trades.count, stamp)
        openMs = first.openMs...first.openMs
        (lowStrategy, highStrategy) = (first.strategy, first.strategy)
        for index in trades.indices { add(trades[index]) }
    }

    private mutating func add(_ trade: borrowing Trade) {
        if trade.isOpen { openCount += 1 }
        openMs = min(openMs.lowerBound, trade.openMs)...max(openMs.upperBound, trade.openMs)
        if let end = trade.closeMs {
            closeMs = min(closeMs?.lowerBound ?? end, end)...max(closeMs?.upperBound ?? end, end)
        }
        if trade.strategy == lowStrategy, trade.strategy == highStrategy { return }
        // By their bytes, as SQLite compares.
        let strategy = trade.strategy
        if strategy.utf8.lexicographicallyPrecedes(lowStrategy.utf8) { lowStrategy = strategy }
        if highStrategy.utf8.lexicographicallyPrecedes(strategy.utf8) { highStrategy = strategy }
    }

    func bind(to binding: inout RowBinding) throws(DatabaseError) {
        try binding.add(count)
        try binding.add(openCount)
        try binding.add(openMs.lowerBound)
        try binding.add(openMs.upperBound)
        try binding.add(openCount == 0 ? closeMs?.lowerBound : nil)
        try binding.add(closeMs?.upperBound)
        try binding.add(stamp)
        try binding.add(stamp)
        try binding.add(lowStrategy)
        try binding.add(highStrategy)
    }
}

extension Origin {
    /// The bot or the run.
    fileprivate var name: String {
        switch self {
        case .bot(let name, _): name
        case .run(let run): run
        }
    }

    /// The bot's generation; a run has no other.
    fileprivate var generation: Int {
        if case .bot(_, let generation) = self { generation } else { 1 }
    }

    /// Binds the columns that say whose a trade is.
    fileprivate func bind(to binding: inout RowBinding) throws(DatabaseError) {
        switch self {
        case .bot(let name, let generation):
            try binding.add(name)
            try binding.add(generation)
        case .run(let run): try binding.add(run)
        }
    }
}

extension Trade {
    /// Binds what `TradeTable.columns` name.
    fileprivate func bind(
        to binding: inout RowBinding, orders: String
    ) throws(DatabaseError) {
        try binding.add(tradeID)
        try binding.add(pair.symbol)
        try binding.add(side.rawValue)
        try binding.add(isOpen)
        try binding.add(openMs)
        try binding.add(closeMs)
        try binding.add(openRate)
        try binding.add(closeRate)
        try binding.add(amount)
        try binding.add(stakeAmount)
        try binding.add(maxStakeAmount)
        try binding.add(feeOpen)
        try binding.add(feeClose)
        try binding.add(leverage)
        try binding.add(profitAbs)
        try binding.add(profitRatio)
        try binding.add(enterTag)
        try binding.add(exitReason)
        try binding.add(minRate)
        try binding.add(maxRate)
        try binding.add(initialStopLossAbs)
        try binding.add(stopLossAbs)
        try binding.add(fundingFees)
        try binding.add(strategy)
        try binding.add(timeframe.description)
        try binding.add(orders)
    }
}
