import JSONL
import Testing

@testable import Reports

/// What the charts of a search do with losses that are far worse than the rest.
struct LossRangeTests {
    private let usual = (0..<99).map { 0.1 + Double($0) / 100 }

    @Test("one loss far out leaves the others their room, and is counted")
    func farOut() {
        let range = LossRange(usual + [100_000])
        #expect(range.ceiling == usual.max())
        #expect(range.beyondCount == 1)
        #expect(
            range.sentence?.text
                == "1 epoch with a loss above 1.0800 lies beyond the upper edge (↑), at 100,000.0000."
        )
    }

    @Test(
        "losses all have their place where none is far worse than the rest, however few or alike",
        arguments: [
            [], [1], [1, 1, 1, 1, 1, 1, 9], [1, 2, 3, 4, 5, 12], [-100_000, 1, 2, 3, 4, 5],
        ])
    func near(losses: [Double]) {
        #expect(LossRange(losses).ceiling == nil)
        #expect(LossRange(losses).sentence == nil)
    }

    @Test("a chart draws what has its place as if the rest were not there, and an arrow for that")
    func charts() {
        let known = usual.enumerated().map { (JSONValue.integer($0), $1) }
        func drawn(_ points: [(JSONValue, Double)]) -> String {
            ScatterChart(
                identifier: "x", parameter: "p", points: points, best: nil,
                losses: LossRange(points.map(\.1))
            ).markup()
        }
        let (alone, beside) = (drawn(known), drawn(known + [(.integer(98), 100_000)]))
        let dots = /class="dots" d="([^"]+)"/
        #expect(alone.firstMatch(of: dots)?.1 == beside.firstMatch(of: dots)?.1)
        #expect(!alone.contains("↑"))
        #expect(beside.contains("x=\"96%\" y=\"8\" aria-hidden=\"true\">↑</text>"))
        #expect(beside.contains("1 epoch with a loss above 1.0800 lies beyond the upper edge"))
    }
}
