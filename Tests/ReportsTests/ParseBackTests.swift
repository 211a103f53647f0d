import JSONL
import Markup
import Records
import Testing

@testable import Reports

@Suite("Numbers on pages") struct ParseBackTests {
    @Test("every measure on a strategy page is the stored one, bit for bit")
    func measures() throws {
        let content = try SampleSite.content()
        for result in content.results {
            let values = Dictionary(uniqueKeysWithValues: result.measures.map { ($0.name, $0) })
            let path = StrategyPage.path(result.run.strategy)
            let page = try Self.page(content, path)
            var seen = Set<String>()
            for element in page.all {
                guard let name = element.attributes["data-measure"],
                    let measure = values[name]
                else { continue }
                seen.insert(name)
                #expect(element.attributes["value"].flatMap(Double.init) == measure.value)
                if measure.value == nil { #expect(element.text.contains(measure.reason ?? "?")) }
            }
            #expect(seen == Set(values.keys), "\(Set(values.keys).subtracting(seen))")
        }
    }

    @Test("every trade is on the pages of trades, bit for bit")
    func trades() throws {
        let content = try SampleSite.content()
        let result = content.results[0]
        let folder = "strategies/EmaCross/"
        let pages = try ["trades-1.html", "trades-2.html"].map {
            try Self.page(content, folder + $0)
        }
        let rows = pages.flatMap { $0.all(named: "tr") }.filter {
            $0.attributes["data-trade"] != nil
        }
        #expect(rows.count == result.trades.count)
        for (row, trade) in zip(rows, result.trades.reversed()) {
            #expect(row.attributes["data-trade"] == String(trade.tradeID))
            let numbers = Dictionary(
                uniqueKeysWithValues: row.all.compactMap { element in
                    element.attributes["data-field"].map { ($0, element.attributes["value"]) }
                })
            #expect(numbers["open_rate"]??.asDouble == trade.openRate)
            #expect(numbers["close_rate"]??.asDouble == trade.closeRate)
            #expect(numbers["profit_abs"]??.asDouble == trade.profitAbs)
            #expect(numbers["profit_ratio"]??.asDouble == trade.profitRatio)
            #expect(numbers["open_ms"]??.asDouble == Double(trade.openMs))
            #expect(numbers["close_ms"]??.asDouble == trade.closeMs.map(Double.init))
        }
    }

    @Test("every number of the best epochs is the trial's, bit for bit")
    func trials() throws {
        let content = try SampleSite.content()
        let study = content.studies[0]
        let page = try Self.page(content, HyperoptPage.path(study.run))
        let rows = page.all(named: "tr").filter { $0.attributes["data-epoch"] != nil }
        #expect(rows.count == 15)
        for row in rows {
            let epoch = try #require(row.attributes["data-epoch"].flatMap { Int($0) })
            let trial = study.trials[epoch - 1]
            var count = 0
            for element in row.all {
                guard let field = element.attributes["data-field"] else { continue }
                let parts = field.split(separator: ".")
                let expected =
                    switch parts[0] {
                    case "loss": trial.loss
                    case "parameters": trial.parameters[String(parts[1])]?.double
                    default: trial.measures[String(parts[1])]?.double
                    }
                #expect(element.attributes["value"]?.asDouble == expected)
                count += 1
            }
            #expect(count == 5)
        }
    }

    @Test("what a person reads is the number, rounded to the last digit shown")
    func texts() throws {
        let content = try SampleSite.content()
        for file in try SiteTests.pages(content) {
            for element in try Element(page: file.text).all(named: "data") {
                let value = try #require(element.attributes["value"]?.asDouble)
                if element.attributes["data-field"]?.hasSuffix("_ms") == true { continue }
                try Self.expect(element.text, shows: value, at: "\(file.path):\(element.line)")
            }
        }
    }

    /// Reads a shown number back without the formatter: sign, grouping, percent, unit.
    static func expect(_ text: String, shows value: Double, at place: String) throws {
        var number = text.replacing("\u{2212}", with: "-").replacing(",", with: "")
            .replacing("+", with: "")
        if number.contains(":") || number.contains(" min") || number.hasSuffix(" h") { return }
        let isHeat = !number.contains("%") && abs(value) < 1 && number.hasSuffix("\(value * 100)")
        let isPercent = number.hasSuffix(" %") || number.hasSuffix(" pp")
        let isSeconds = number.hasSuffix(" s")
        number = String(number.prefix { "-0123456789.".contains($0) })
        let shown = try #require(Double(number), "\(place): \(text)")
        let decimals = number.split(separator: ".").dropFirst().first?.count ?? 0
        let unit = (0..<decimals).reduce(1.0) { step, _ in step / 10 }
        let scale = isPercent || isHeat ? 100.0 : isSeconds ? 0.001 : 1
        let isClose = abs(shown - value * scale) <= unit * 0.500_001 + abs(value) * 1e-15
        let isHeatmap = abs(shown - value * 100) <= unit * 0.500_001 && decimals == 1
        #expect(isClose || isHeatmap, "\(place): \(text) for \(value)")
    }

    private static func page(_ content: SiteContent, _ path: String) throws -> Element {
        let files = try SiteTests.files(content)
        return try Element(page: try #require(files.first { $0.path == path }).text)
    }
}

extension String {
    fileprivate var asDouble: Double? { Double(self) }
}
