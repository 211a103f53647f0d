internal import CLI
internal import Storage

extension Workshop {
    /// A store with a million candles of one series.
    var candleStore: String {
        get throws {
            try made("candles-\(Store.layout).sqlite") { path in
                try run([
                    [
                        tool("fetch-candles"), "--source", "synthetic", "--timeframe", "1m",
                        "--pair", "BTC/USDT", "--from", "2024-01-01", "--to",
                        "2025-11-25T10:40:00Z", "--store", path,
                    ]
                ])
            }
        }
    }

    /// A file with a million trades.
    fileprivate func tradeFile(withOrders: Bool = false) throws -> String {
        try made(withOrders ? "trades-with-orders.jsonl" : "trades.jsonl") { path in
            let form = withOrders ? "orders" : "plain"
            try run([[tool("bench"), "--inside", "make-trades", form]], output: path)
        }
    }

    /// The peers' file of a million trades, and the folder it lies in.
    fileprivate var peersTrades: (folder: String, file: String) {
        get throws {
            let folder = try made("peers-data") { path in
                try makeFolder(path)
                try run([
                    ["python3", try peersFolder + "/gen_trades.py", "1000000", path + "/trades_1m"]
                ])
            }
            return (folder, folder + "/trades_1m.jsonl")
        }
    }

    /// Million rows a processor second of a mode of the peers' ingestion in Python.
    fileprivate func pythonIngestion(
        _ mode: String, package: String, times: Int
    ) throws -> Double {
        let python = try python(with: [package])
        let folder = try peersTrades.folder
        let sample = try measure(
            [
                python + "/python", try peersFolder + "/ingest_py.py", mode,
                scratch + "/python.sqlite",
            ], times: times, adding: ["PEERS_DATA": folder, "PEERS_OUT": scratch])
        return Double(TradeLines.count) / sample.cpuSeconds
    }

    /// The same of a mode of the peers' ingestion in C.
    fileprivate func limitIngestion(_ mode: String, times: Int) throws -> Double {
        let program = try compiledPeer("ingest", linking: ["-lsqlite3"])
        let sample = try measure(
            [program, try peersTrades.file, scratch + "/limit.sqlite", mode], times: times,
            adding: ["SYNC": "NORMAL"])
        return Double(TradeLines.count) / sample.cpuSeconds
    }
}

extension Work {
    static let candles = Work(
        name: "candles", summary: "a million candles of one series, from the store into columns"
    ) { workshop, tell in
        let store = try workshop.candleStore
        let sample = try workshop.measure(
            [workshop.tool("bench"), "--inside", "read-candles", store], times: 11)
        let peer = Peer("C, SQLite, copied", workshop) {
            let program = try workshop.compiled(
                "candles", PeerProgram.candles, linking: ["-lsqlite3"])
            return try workshop.measure([program, store], times: 11).cpuSeconds * 1e3
        }
        try tell(
            Finding(
                name: "candles", unit: "ms", value: sample.cpuSeconds * 1e3, sample: sample,
                goal: .atMost(40), peer: peer))
    }

    static let ingest = Work(
        name: "ingest", summary: "a million trades, JSON Lines into a new store"
    ) { workshop, tell in
        let store = workshop.scratch + "/ingest.sqlite"
        let peer = Peer("msgspec, SQLite", workshop) {
            try workshop.pythonIngestion("sqlite_msgspec", package: "msgspec", times: 3)
        }
        let others = [
            Peer("C, SQLite", reference: 490_000, workshop) {
                try workshop.limitIngestion("upsert", times: 3)
            },
            Peer("duckdb, its own format", workshop) {
                try workshop.pythonIngestion("duckdb_pk", package: "duckdb", times: 3)
            },
        ]
        for withOrders in [false, true] {
            let file = try workshop.tradeFile(withOrders: withOrders)
            let sample = try workshop.measure(
                [workshop.tool("ingest-trades"), "--quiet", "--store", store, "-"],
                times: 3, input: file
            ) { () throws(Diagnostic) in try workshop.remove(store) }
            try tell(
                Finding(
                    name: withOrders ? "ingest/with-orders" : "ingest", unit: "records/s",
                    value: Double(TradeLines.count) / sample.cpuSeconds, sample: sample,
                    goal: withOrders ? nil : .atLeast(330_000),
                    peer: withOrders
                        ? Peer(absent: "the peer's trades have no orders") : peer,
                    others: withOrders ? [] : others))
        }
        try workshop.remove(store)
    }

    static let parse = Work(
        name: "parse", summary: "a million trades, JSON Lines into checked values"
    ) { workshop, tell in
        let peer = Peer("duckdb", workshop) {
            try workshop.pythonIngestion("duckdb", package: "duckdb", times: 5)
        }
        let others = [
            Peer("C", reference: 4_300_000, workshop) {
                try workshop.limitIngestion("parse", times: 5)
            }
        ]
        for withOrders in [false, true] {
            let file = try workshop.tradeFile(withOrders: withOrders)
            let sample = try workshop.measure(
                [workshop.tool("bench"), "--inside", "read-trades", file], times: 5)
            try tell(
                Finding(
                    name: withOrders ? "parse/with-orders" : "parse", unit: "records/s",
                    value: Double(TradeLines.count) / sample.cpuSeconds, sample: sample,
                    goal: withOrders ? nil : .atLeast(2_000_000),
                    peer: withOrders
                        ? Peer(absent: "the peer's trades have no orders") : peer,
                    others: withOrders ? [] : others))
        }
    }

    /// The questions that docs/queries.md promises a quick answer.
    private static let questions = [
        "trade", "trade_view --table", "bot_trade", "trade --order open_ms:desc",
        "trade --order close_ms:desc --connection",
        "trade --order close_ms --where close_ms>=2024-01-01 --where close_ms<2024-02-01",
        "trade_view --order closed:desc", "trade --where bot=bot-07",
        "trade --where bot=bot-07 --where generation=1 --order open_ms:desc",
        "trade --where strategy=Strategy3 --order close_ms:desc",
        "trade --where is_open=true --order profit_ratio", "trade --last 50", "bot",
        "bot --with trades:5", "run --order started_ms:desc", "measure --where name=sharpe",
        "reconciliation_break",
    ]

    static let query = Work(
        name: "query", summary: "the questions of docs/queries.md to a store of a million trades"
    ) { workshop, tell in
        let file = try workshop.tradeFile(withOrders: true)
        let store = try workshop.made("trades-\(Store.layout).sqlite") { path in
            try workshop.run(
                [[workshop.tool("ingest-trades"), "--quiet", "--store", path, "-"]], input: file)
        }
        for question in questions {
            var words = question.split(separator: " ").map(String.init)
            if !words.contains("--last") { words += ["--limit", "50"] }
            let sample = try workshop.measure(
                [workshop.tool("query-store")] + words + ["--store", store], times: 21)
            try tell(
                Finding(
                    name: "query", unit: "ms", value: sample.quantile(0.95) * 1e3, sample: sample,
                    goal: .atMost(50), peer: Peer(absent: "nobody answers these questions"),
                    detail: words.joined(separator: " ")))
        }
    }
}
