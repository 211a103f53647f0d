internal import SQLite

/// Where trades lie in their table: 128 ids of one bot's generation, or of one run, share a page of
/// places, and pages are given out as their first trades come.
///
/// So what comes is written behind what is there, whoever's it is, and yet the trades of one owner lie
/// together and are found by their ids, without an index of them all. A page says between which
/// instants, changes and strategies its trades lie: this answers what an index of each would, for a
/// hundredth of the rows.
struct TradePages: Hashable, Sendable {
    let table: String
    /// The columns that say whose a trade is.
    let owner: [String]

    static let bots = TradePages(table: "bot_trade", owner: ["bot", "generation"])
    static let runs = TradePages(table: "run_trade", owner: ["run"])
    static let all = [bots, runs]

    /// Trades of a page are told apart by so many bits of their ids.
    static let bits = 7
    static let last = 1 << bits - 1

    /// The table of pages.
    var name: String { table + "_page" }

    /// What tells pages apart.
    var key: [String] { owner.map { "page_" + $0 } + ["page_number"] }

    /// Where a trade lies: its row id.
    static func place(page: Int, tradeID: Int) -> Int { page << bits | tradeID & last }

    /// The same in SQL, where these operators are of one rank.
    static let place = "(page << \(bits)) + (trade_id & \(last))"

    /// The pages and their trades.
    var joined: String { "\(name) CROSS JOIN \(table) ON \(isInside)" }

    /// Whether a row lies in a page.
    var isInside: String {
        "place BETWEEN page << \(Self.bits) AND (page << \(Self.bits)) + \(Self.last)"
    }

    /// Columns of which pages say the lowest and the highest value. The lowest is null where there is
    /// nothing in one of the trades, the highest where there is nothing in all of them.
    static let bounded = ["open_ms", "close_ms", "changed", "strategy"]

    /// What a page says of its trades, and how it is found out.
    static let summary: [(column: String, value: String)] =
        [("trades", "count(*)"), ("open_trades", "coalesce(sum(is_open), 0)")]
        + bounded.flatMap {
            [
                ("low_" + $0, "iif(count(\($0)) = count(*), min(\($0)), NULL)"),
                ("high_" + $0, "max(\($0))"),
            ]
        }

    /// All columns of a page.
    var columns: [String] { ["page"] + key + Self.summary.map(\.column) }

    /// Finds out anew what pages say; the text ends before a condition on the pages.
    var refreshing: String {
        """
        UPDATE \(name) SET (\(Self.summary.map(\.column).joined(separator: ", "))) = (
            SELECT \(Self.summary.map(\.value).joined(separator: ", "))
            FROM \(table) WHERE \(isInside))
        """
    }
}

// MARK: Schema

extension Schema {
    /// The tables of pages; their numbers are no facts.
    static let pageTables = TradePages.all.map(\.name)

    static func pageTable(_ pages: TradePages) -> String {
        let (owner, reference) =
            pages == .bots
            ? (
                "page_bot TEXT NOT NULL,\n    page_generation INTEGER NOT NULL",
                "FOREIGN KEY (page_bot, page_generation) REFERENCES bot_generation (bot, generation)"
            )
            : (
                "page_run TEXT NOT NULL",
                "FOREIGN KEY (page_run) REFERENCES run (run) ON DELETE CASCADE"
            )
        return """
            -- Places from page * 128 on are those of the trades whose trade_id is page_number * 128, and
            -- the 127 that follow.
            CREATE TABLE \(pages.name) (
                page INTEGER PRIMARY KEY,
                \(owner),
                page_number INTEGER NOT NULL,
                trades INTEGER NOT NULL,
                open_trades INTEGER NOT NULL,
                low_open_ms INTEGER NOT NULL,
                high_open_ms INTEGER NOT NULL,
                low_close_ms INTEGER,
                high_close_ms INTEGER,
                low_changed INTEGER NOT NULL,
                high_changed INTEGER NOT NULL,
                low_strategy TEXT NOT NULL,
                high_strategy TEXT NOT NULL,
                UNIQUE (\(pages.key.joined(separator: ", "))),
                \(reference)
            ) STRICT;
            CREATE TRIGGER \(pages.name)_removal AFTER DELETE ON \(pages.name) BEGIN
                DELETE FROM \(pages.table)
                WHERE place BETWEEN old.page << \(TradePages.bits)
                    AND (old.page << \(TradePages.bits)) + \(TradePages.last);
            END;
            """
    }
}

// MARK: Questions

extension TradePages {
    /// The pages' columns, for a query over them and their trades that names its own.
    var outputs: String { (["place"] + columns).joined(separator: ", ") }

    /// An order of trades in words of the pages, where the pages have it.
    func order(_ terms: [Listing.Term]) -> [Listing.Term] {
        let own = (owner + ["trade_id"]).map { Listing.Term($0) }
        guard terms.starts(with: own) else { return terms }
        return key.map { Listing.Term($0) } + ["place"] + terms.dropFirst(own.count)
    }

    /// What pages are like that may hold such trades; it lets more through.
    func restriction(_ rows: Restriction) -> Restriction {
        switch rows {
        case .always, .never: rows
        case .all(let parts): .all(parts.map(restriction))
        case .any(let parts): .any(parts.map(restriction))
        case .isNull(let column):
            Self.bounded.contains(column) ? .isNull("low_" + column) : .always
        case .isPresent(let column):
            Self.bounded.contains(column) ? .isPresent("high_" + column) : .always
        case .compare(let column, let comparison, let value):
            restriction(column, comparison, value)
        }
    }

    private func restriction(
        _ column: String, _ comparison: String, _ value: Value
    ) -> Restriction {
        if owner.contains(column) { return .compare("page_" + column, comparison, value) }
        if column == "is_open" {
            let isTrue = comparison == "=" && [.integer(1), .text("1")].contains(value)
            return isTrue ? .compare("open_trades", ">", .integer(0)) : .always
        }
        var (low, high, limit) = ("low_" + column, "high_" + column, value)
        if column == "trade_id" {
            // An expression makes no number of a text.
            guard let number = value.integer ?? value.text.flatMap({ Int($0) }) else {
                return .always
            }
            (low, limit) = ("(page_number << \(Self.bits))", .integer(number))
            high = "\(low) + \(Self.last)"
        } else if !Self.bounded.contains(column) {
            return .always
        }
        func begins(_ comparison: String) -> Restriction {
            .any([.isNull(low), .compare(low, comparison, limit)])
        }
        return switch comparison {
        case "=": .all([begins("<="), .compare(high, ">=", limit)])
        case ">", ">=": .compare(high, comparison, limit)
        case "<", "<=": begins(comparison)
        default: .always
        }
    }
}
