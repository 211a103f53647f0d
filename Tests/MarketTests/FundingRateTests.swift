import Market
import Testing

/// What is paid where funding is not known.
struct FundingRateTests {
    /// Hours, with a rate or `-`, and the mark price.
    private static func rates(_ text: String) throws -> [FundingRate] {
        try text.split(separator: ", ").map { words in
            let words = words.split(separator: " ")
            return try FundingRate(
                atMs: (Int(words[0]) ?? 0) * 3_600_000, rate: Double(words[1]),
                markPrice: Double(words[2]) ?? 0)
        }
    }

    @Test(
        "a supposed rate is paid every hour before the first known one, at the latest price",
        arguments: [
            (
                "1 - 10, 2 - 11, 4 0.1 12, 5 - 13, 6 0.2 14",
                "1 9 10, 2 9 11, 3 9 11, 4 0.1 12, 6 0.2 14"
            ),
            ("1 - 10, 4 - 12", "1 9 10, 2 9 10, 3 9 10, 4 9 12"),
            ("1 0.1 10, 3 - 11, 4 0.2 12", "1 0.1 10, 4 0.2 12"),
            ("", ""),
        ])
    func supposed(known: String, paid: String) throws {
        #expect(try Self.rates(known).supposing(9) == Self.rates(paid))
    }

    @Test("without a supposed rate only what is known is paid")
    func unsupposed() throws {
        #expect(
            try Self.rates("1 - 10, 2 0.1 11, 3 - 12").supposing(nil) == Self.rates("2 0.1 11"))
    }
}
