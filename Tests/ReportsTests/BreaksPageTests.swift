import JSONL
import Market
import Markup
import Records
import Testing

@testable import Reports

@Suite("The pages of breaks and of live against back-test") struct BreaksPageTests {
    private static let dayMs = 86_400_000
    private static let nowMs = 1_793_340_000_000

    private static func item(
        _ id: String, _ severity: Break.Severity, days: Int?, money: Double? = nil,
        currency: String? = nil
    ) -> Break {
        Break(
            id: id, code: "TRD-PRICE", severity: severity, bot: "b", moneyAtRisk: money,
            currency: currency, message: "Off.",
            history: days.map {
                let firstMs = nowMs - $0 * dayMs
                return .init(firstSeenMs: firstMs, lastSeenMs: nowMs, occurrences: 1)
            })
    }

    private static let tables = BreakTables(
        breaks: [
            item("a", .warn, days: 0, money: 0.1, currency: "USDT"),
            item("b", .warn, days: 0, money: 0.2, currency: "USDT"),
            item("c", .critical, days: 3, money: 5, currency: "BTC"),
            item("d", .info, days: 8), item("e", .info, days: nil),
        ], nowMs: nowMs)

    /// Rows as words, a dash for nothing.
    private func rows(_ table: Table?) -> [String] {
        (table.map { Array($0.rows) } ?? []).map { row in
            row.cells.map { cell in
                switch cell {
                case .text(let words): words
                case .number(let number): number.digits ?? "n/a"
                default: "-"
                }
            }.joined(separator: " | ")
        }
    }

    @Test("severity by age, in whole days since the first sight")
    func ages() {
        #expect(
            rows(Self.tables.ages) == [
                "under a day | - | 2 | -", "2–3 days | 1 | - | -", "over 7 days | - | - | 1",
                "not recorded | - | - | 1",
            ])
    }

    @Test("money at risk is added up exactly, and never over currencies")
    func money() {
        #expect(rows(Self.tables.money) == ["BTC | 5.0 | - | -", "USDT | - | 0.3 | -"])
    }

    @Test(
        "ages fall into buckets",
        arguments: [
            (0, AgeBucket.today), (86_399_999, .today), (86_400_000, .one),
            (2 * 86_400_000, .three),
            (345_600_000, .week), (691_199_999, .week), (691_200_000, .older),
            (-5, .today),
        ] as [(Int, AgeBucket)])
    func buckets(ageMs: Int, bucket: AgeBucket) {
        #expect(AgeBucket(ofMs: ageMs) == bucket)
    }

    @Test("every break, waived and resolved ones too, is under its own address with its reason")
    func everyBreak() throws {
        let content = try SampleSite.content()
        let pages = Site(content).pages().filter { $0.template == "breaks" }
        let text = pages.map { $0.context.text }.joined()
        for item in content.breaks + content.waived + content.resolved {
            #expect(text.contains("\"key\":\"\(item.id)\""))
        }
        let list = try #require(pages.first?.tables.first { $0.stem == "breaks" })
        #expect(list.rows.count == content.breaks.count + 2)
    }

    @Test("the exact column adds up to the bot's profit, to the last digit")
    func exact() throws {
        let page = try #require(
            Site(try SampleSite.content()).pages().first { $0.template == "live-vs-backtest" })
        #expect(page.tables.count == 2)
        for table in page.tables {
            let exact = table.rows.compactMap { row -> Amount? in
                guard case .text(let words)? = row.cells.last else { return nil }
                return Amount(words)
            }
            #expect(exact.dropLast().reduce(.zero, +) == exact.last)
        }
    }

    @Test("a waterfall has a name, a description, and a hatch where something is lost")
    func drawing() throws {
        let markup = WaterfallChart(
            identifier: "f", title: "From here to there", description: "Ten, less three.",
            steps: [
                .init(label: "A", value: 10, text: "+10", isTotal: true),
                .init(label: "B", value: -3, text: "-3", isTotal: false),
                .init(label: "C", value: 0, text: "0", isTotal: false),
                .init(label: "D", value: 7, text: "+7", isTotal: true),
            ], label: { NumberText.fixed($0, $1) }
        ).markup()
        #expect(markup.contains("<title id=\"f-t\">From here to there</title>"))
        #expect(markup.contains("fill:url(#f-h)"))
        // The bar spans 3 of the 3.3 that the axis shows.
        #expect(markup.contains("width=\"90.91%\""))
    }
}
