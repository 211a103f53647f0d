import JSONL
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Drawings") struct DrawingTests {
    @Test(
        "downsampling keeps every column's first, lowest, highest and last", arguments: fiftySeeds)
    func downsampling(seed: UInt64) {
        var chance = Chance(seed: seed)
        let points = (0..<5_000).map { index in
            (x: Double(index) / 50, y: chance.unit() * 100 + (chance.oneIn(500) ? 1_000 : 0))
        }
        let kept = downsampled(points, columns: 100)
        #expect(kept.count <= 404)
        for column in 0..<100 {
            let before = points.filter { Int($0.x) == column }.map(\.y)
            let after = kept.filter { Int($0.x) == column }.map(\.y)
            #expect(before.max() == after.max())
            #expect(before.min() == after.min())
            #expect(before.first == after.first)
            #expect(before.last == after.last)
        }
        #expect(kept.map(\.x) == kept.map(\.x).sorted())
    }

    @Test(
        "ticks are round numbers, 1-2-5 apart",
        arguments: [
            (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
            (9_700, 13_100, [10_000, 11_000, 12_000, 13_000]),
            (-0.03, 0.012, [-0.03, -0.02, -0.01, 0, 0.01]), (3, 47, [10, 20, 30, 40]),
        ])
    func ticks(low: Double, high: Double, expected: [Double]) {
        let ticks = Scale(low, high, length: 1).ticks(about: 5).values
        #expect(ticks.count == expected.count)
        for (tick, wanted) in zip(ticks, expected) { #expect(abs(tick - wanted) < 1e-9) }
    }

    @Test("a thread goes through every value where its line has it", arguments: fiftySeeds)
    func threads(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let values = (0..<12).map { _ in chance.unit() }.sorted()
        let epochs = values.map {
            ParallelChart.Epoch(values: [.number($0), .number(-$0)], loss: $0)
        }
        let chart = try #require(ParallelChart(["a", "b"], epochs: epochs, ceiling: nil))
        let best = try #require(
            chart.markup().firstMatch(of: /class="line" d="M(\d+) 0L(\d+) 58L(\d+) 116"/))
        let spread = values[11] - values[0]
        // The best has the least of a, the greatest of b and the least loss; 4 % are margin.
        for (shown, part) in [(best.1, 0.04), (best.2, 0.96), (best.3, 0.04)] {
            #expect(try abs(#require(Double(shown)) - part * 600) <= 0.5 && spread > 0)
        }
        // The second thread in the same way, at its own place.
        let good = try #require(
            chart.markup().firstMatch(of: /class="threads good" d="M(\d+) 0L(\d+) 58/))
        let place = 0.04 + 0.92 * (values[1] - values[0]) / spread
        #expect(try abs(#require(Double(good.1)) - place * 600) <= 0.5)
        #expect(try abs(#require(Double(good.2)) - (1 - place) * 600) <= 0.5)
    }

    @Test("time is named at days, weeks, months or years")
    func timeTicksFit() {
        let (day, start) = (86_400_000, SampleSite.start)
        #expect(
            timeTicks(fromMs: start, toMs: start + 3 * day, atMost: 9).map(\.label)
                == ["1 Aug", "2 Aug", "3 Aug", "4 Aug"])
        let quarter = timeTicks(fromMs: start, toMs: start + 90 * day, atMost: 9).map(\.label)
        #expect(quarter.first == "1 Aug")
        #expect(quarter.count <= 9)
        let years = timeTicks(fromMs: start, toMs: start + 3_650 * day, atMost: 9).map(\.label)
        #expect(years.first == "Jan 2028")
        #expect(years.count <= 9)
    }

    @Test(
        "numbers read as people write them",
        arguments: [
            (1_234.5, "USDT", true, "+1,234.50 USDT"), (-0.001, "USDT", true, "0.00 USDT"),
            (0.05, "BTC", false, "0.05000000 BTC"), (-0.0229, "ratio", true, "\u{2212}2.29 %"),
            (655, "count", false, "655"), (1_000_000, "count", false, "1,000,000"),
            (384, "minutes", false, "6 h 24 min"), (59, "minutes", false, "59 min"),
            (5_000, "minutes", false, "3 d 11 h"),
            (1_785_542_400_000, "instant", false, "2026-08-01 00:00"),
            (0.52, "price", false, "0.52"), (61_000, "price", false, "61,000.00"),
            (5.071e-05, "price", false, "0.00005071"), (0.87123, "number", false, "0.87"),
        ])
    func numbers(value: Double, unit: String, isSigned: Bool, expected: String) {
        #expect(NumberText.text(value, unit: unit, isSigned: isSigned) == expected)
    }

    @Test(
        "differences keep six digits that count",
        arguments: [
            (-0.040000000000000036, "\u{2212}0.04"), (0.0006601, "0.0006601"), (20, "20"),
            (-655.6999999999998, "\u{2212}655.7"), (300_000, "300,000"), (0, "0"),
            (1e-9, "0.000000001"),
        ])
    func significant(value: Double, expected: String) {
        #expect(NumberText.significant(value) == expected)
    }

    @Test("a folder's name is safe and two names never share one")
    func folders() {
        #expect(folder("EmaCross") == "EmaCross")
        #expect(folder("../../etc") != folder(".._.._etc"))
        #expect(!folder("..").contains(".."))
        #expect(!folder("a/b").contains("/"))
        #expect(folder("a/b") != folder("a b"))
    }

    @Test("more dots than a picture holds are merged, never lost at the edge")
    func dots() {
        let points = (0..<10_000).map { (x: Double($0 % 300), y: Double($0 * 7 % 150)) }
        let path = SVG.dots(points, atMost: 500)
        #expect(path.split(separator: "M").count <= 500)
        #expect(path.hasPrefix("M0 0h0"))
    }
}
