import Foundation
import JSONL
import Markup
import TestSupport
import Testing

/// Every number on the pages of a small desk is one that query-store gives.
struct PageNumbersTests {
    @Test("every number on a strategy's page is what query-store gives, bit for bit")
    func strategies() throws {
        for strategy in ["EmaCross", "RsiReversion"] {
            let run = try #require(
                try SmallDesk.rows("run -w tool=run-backtest -w strategy=\(strategy)").first)
            let id = try #require(run["run"]?.string)
            let measures = try byKey(try SmallDesk.rows("measure -w run=\(id)"), "name")
            let trades = try byKey(try SmallDesk.rows("trade -w run=\(id)"), "trade_id")
            let equity = try byKey(try SmallDesk.rows("equity -w run=\(id)"), "at_ms")
            let page = try SmallDesk.page("strategies/\(strategy)/index.html")
            let numbers = numbers(page)
            #expect(numbers.count > 150)
            for number in numbers {
                let expected: Double? =
                    if let name = number.element.attributes["data-measure"] {
                        measures[name]?["value"]?.double
                    } else if let at = number.element.attributes["data-at"] {
                        equity[at]?[number.field]?.double
                    } else if let trade = number.record["data-trade"] {
                        trades[trade]?[number.field]?.double
                    } else {
                        switch number.field {
                        case "pairs":
                            Double(Set(trades.values.compactMap { $0["pair"]?.string }).count)
                        case "trades": Double(trades.count)
                        default: value(run, number.field)
                        }
                    }
                let shown = number.element.attributes["value"].flatMap(Double.init)
                #expect(shown != nil && shown == expected, "\(number.element)")
            }
            // What is undefined says so, with the stored reason.
            for element in page.all where element.attributes["class"] == "na" {
                let name = try #require(element.attributes["data-measure"])
                let measure = try #require(measures[name], "\(name)")
                #expect(measure["value"]?.isNull != false)
                #expect(element.text.contains(try #require(measure["reason"]?.string)))
            }
            let shown = Set(page.all.compactMap { $0.attributes["data-measure"] })
            #expect(measures.keys.allSatisfy { $0.contains("{") || shown.contains($0) })
        }
    }

    @Test("every number of the list of trades is the store's")
    func trades() throws {
        let run = try #require(try SmallDesk.rows("run -w strategy=EmaCross").first?["run"]?.string)
        let trades = try byKey(try SmallDesk.rows("trade -w run=\(run)"), "trade_id")
        var seen = Set<String>()
        for page in try SmallDesk.sitePages().filter({ $0.hasPrefix("strategies/EmaCross/trades-") }
        ) {
            for number in numbers(try SmallDesk.page(page)) {
                guard let trade = number.record["data-trade"] else { continue }
                seen.insert(trade)
                let shown = number.element.attributes["value"].flatMap(Double.init)
                #expect(shown == trades[trade]?[number.field]?.double)
            }
        }
        #expect(seen == Set(trades.keys))
        #expect(!seen.isEmpty)
    }

    @Test("every number on a hyperopt's page is what query-store gives, bit for bit")
    func hyperopt() throws {
        let run = try #require(try SmallDesk.rows("run -w tool=run-hyperopt").first)
        let id = try #require(run["run"]?.string)
        let trials = try byKey(try SmallDesk.rows("trial -w run=\(id)"), "epoch")
        #expect(trials.count == 25)
        let measures = try byKey(try SmallDesk.rows("measure -w run=\(id)"), "name")
        let shares = measures.values.compactMap { $0["value"]?.double }
        #expect(shares.count > 1)
        let numbers = numbers(try SmallDesk.page("hyperopt/\(id)/index.html"))
        #expect(numbers.count > 50)
        for number in numbers {
            let trial = number.record["data-epoch"].flatMap { trials[$0] }
            let measure = number.element.attributes["data-measure"]
            let expected: Double? =
                switch number.field {
                case "": measure.flatMap { measures[$0]?["value"]?.double }
                case "epochs": Double(trials.count)
                case "epochs_without_loss":
                    Double(trials.values.filter { $0["loss"]?.double == nil }.count)
                case "steps":
                    Double(
                        trials.values.filter { $0["is_best"]?.bool ?? ($0["is_best"]?.int == 1) }
                            .count)
                case "importance_together": 1 - shares.sorted(by: >).reduce(0, +)
                case let field where field.hasPrefix("config.") || field.hasSuffix("_ms"):
                    value(run, field)
                default: trial.flatMap { value($0, number.field) }
                }
            let shown = number.element.attributes["value"].flatMap(Double.init)
            #expect(shown != nil && shown == expected, "\(number.element)")
        }
    }

    @Test("the files beside a table hold the store's own digits")
    func files() throws {
        let run = try #require(try SmallDesk.rows("run -w strategy=EmaCross").first?["run"]?.string)
        let columns = "trade_id,open_ms,close_ms,stake_amount,open_rate,close_rate,profit_abs"
        let stored = try SmallDesk.shell(
            "query-store trade -w run=\(run) --columns \(columns) --csv | tail -n +2 | sort -n")
        let shown = try SmallDesk.shell(
            "cut -d, -f1,3-8 site/strategies/EmaCross/trades.csv | tail -n +2 | sort -n")
        #expect(shown == stored && !shown.isEmpty)
        let measures = try SmallDesk.shell(
            "query-store measure -w run=\(run) -w name=profit_total --columns value --csv | tail -1"
        )
        let pages = try SmallDesk.shell("grep ^EmaCross, site/strategies.csv | cut -d, -f2")
        #expect(pages == measures)
    }

    private struct Shown {
        let element: Element
        /// Attributes of the elements around it that name a record.
        let record: [String: String]
        var field: String { element.attributes["data-field"] ?? "" }
    }

    /// Every number below the part of the page that speaks of a run.
    private func numbers(_ page: Element) -> [Shown] {
        func walk(_ element: Element, _ record: [String: String]) -> [Shown] {
            let named = element.attributes.filter { ["data-trade", "data-epoch"].contains($0.key) }
            let record = record.merging(named) { $1 }
            let own = element.name == "data" ? [Shown(element: element, record: record)] : []
            return own
                + element.children.flatMap { node -> [Shown] in
                    guard case .element(let child) = node else { return [] }
                    return walk(child, record)
                }
        }
        return walk(page, [:])
    }

    /// `config.fee` of a run, `measures.winrate` of a trial: a path into the row's JSON.
    private func value(_ row: JSONValue, _ path: String) -> Double? {
        var value: JSONValue? = row
        for step in path.split(separator: ".", maxSplits: 1).map(String.init) {
            if case .text(let json)? = value { value = try? JSONValue(parsing: json) }
            value = value?[step]
        }
        return value?.double
    }

    private func byKey(_ rows: [JSONValue], _ key: String) throws -> [String: JSONValue] {
        try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let value = try #require(row[key])
                return (value.string ?? value.text, row)
            })
    }
}
