import Desk
import Market
import Testing
import YAML

/// What a desk says of comparing: waivers, tolerances, its present and copies of databases.
struct DeskWaiverTests {
    private func desk(_ more: String, bot: String = "") throws -> DeskFile {
        try DeskFile(
            parsing: """
                version: 1
                exchanges: {kraken: }
                strategies: {S: }
                bots:
                  a: {mode: live, exchange: kraken, strategy: S, database: a.sqlite\(bot)}
                \(more)

                """, source: "desk.yaml")
    }

    @Test("waivers are read whole, from the desk or from a file of their own")
    func waivers() throws {
        let text = """
            waivers:
              - {id: DUP-0123456789ab, reason: known, until: 2026-12-31}
              - {code: TRD-PRICE, bot: a, pair: ETH/USDT, reason: thin, until: 2027-01-01T06:00:00Z, by: me}
            """
        let waivers = try DeskWaiver.list(parsing: text, source: "w.yaml")
        #expect(waivers.map(\.id) == ["DUP-0123456789ab", nil])
        #expect(
            waivers.map(\.until.description) == ["2026-12-31T00:00:00Z", "2027-01-01T06:00:00Z"])
        #expect(waivers[1].code == "TRD-PRICE" && waivers[1].bot == "a" && waivers[1].by == "me")
        #expect(waivers.map(\.place) == ["w.yaml:2:5", "w.yaml:3:5"])
        #expect(try desk(text).waivers.map(\.reason) == ["known", "thin"])
    }

    @Test("the present, tolerances and copies are read where they are stated")
    func reconciling() throws {
        let stated = try desk(
            "as_of: 2026-10-30T06:00:00Z\ntolerances: {rate_ratio: 0.002, heartbeat: 6h, candles: 2}",
            bot: ", snapshots: [a1.sqlite, a2.sqlite]")
        #expect(stated.asOfMs == 1_793_340_000_000)
        #expect(
            stated.tolerances == ["rate_ratio": 0.002, "heartbeat": 21_600_000, "candles": 2])
        #expect(stated.bots[0].snapshots == ["a1.sqlite", "a2.sqlite"])
        let plain = try desk("")
        #expect(plain.asOfMs == nil && plain.tolerances.isEmpty && plain.waivers.isEmpty)
        #expect(plain.bots[0].snapshots.isEmpty)
    }

    @Test(
        "a mistake is told with its place and what was meant",
        arguments: [
            (
                "waivers: [{code: DUP, until: 2026-12-31}]",
                "desk.yaml:6:11: error: \"reason\" is missing"
            ),
            (
                "waivers: [{code: DUP, reason: known}]",
                "desk.yaml:6:11: error: \"until\" is missing"
            ),
            (
                "waivers: [{reason: known, until: 2026-12-31}]",
                "desk.yaml:6:11: error: a waiver names one break by its id, or a kind of break by its code. hint: write id: TRD-PRICE-0123456789ab, or code: TRD-PRICE and bot: NAME"
            ),
            (
                "waivers: [{id: x, bot: a, reason: known, until: 2026-12-31}]",
                "desk.yaml:6:11: error: a waiver with an id needs no bot and no pair"
            ),
            (
                "waivers: [{code: DUP, reason: known, until: soon}]",
                "desk.yaml:6:45: error: \"soon\" is no instant. hint: write 2026-12-31 or 2026-12-31T18:00:00Z"
            ),
            (
                "as_of: yesterday",
                "desk.yaml:6:8: error: \"yesterday\" is no instant. hint: write 2026-12-31 or 2026-12-31T18:00:00Z"
            ),
            (
                "tolerances: {rate_ratios: 1}",
                "desk.yaml:6:14: error: unknown key \"rate_ratios\". hint: did you mean \"rate_ratio\"?"
            ),
            (
                "tolerances: {rate_ratio: 2}",
                "desk.yaml:6:26: error: rate_ratio is 2.0, expected 0.0 to 1.0"
            ),
            (
                "tolerances: {heartbeat: often}",
                "desk.yaml:6:25: error: \"often\" is no length of time. hint: write 30m, 6h or 1d"
            ),
        ])
    func mistakes(more: String, told: String) {
        let error = #expect(throws: YAMLError.self) { try desk(more) }
        #expect(error?.description == told)
    }
}
