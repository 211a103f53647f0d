import Records
import Storage
import Testing

struct BreakTableTests {
    private let store: Store

    init() throws { store = try Store(path: ":memory:", access: .readWrite) }

    private func histories() throws -> [String: Break.History] {
        try (store.breaks.all() + store.breaks.resolved()).reduce(into: [:]) {
            $0[$1.id] = $1.history
        }
    }

    @Test("breaks that are gone are resolved, those of other bots stay where only some are asked")
    func resolved() throws {
        try Desk.fill(store)
        let ofGone = try store.breaks.replace([], bots: ["gone"], atMs: 6_000)
        #expect(ofGone == Changes(removed: 1))
        #expect(try store.breaks.all() == [Desk.breaks[0]])
        #expect(try store.breaks.resolved().map(\.id) == ["x2"])
        #expect(try store.breaks.resolved(sinceMs: 6_001).isEmpty)
        #expect(try store.breaks.replace([], atMs: 7_000).removed == 1)
        #expect(try store.breaks.all().isEmpty)
        #expect(try store.breaks.resolved().map(\.id) == ["x1", "x2"])
    }

    @Test("a break that comes back is the same one, with the day of its first sight")
    func comeback() throws {
        let found = Desk.breaks[0]
        _ = try store.breaks.replace([found], atMs: 1_000)
        _ = try store.breaks.replace([], atMs: 2_000)
        #expect(
            try histories()["x1"]
                == .init(firstSeenMs: 1_000, lastSeenMs: 1_000, occurrences: 1, resolvedMs: 2_000))
        #expect(try store.breaks.replace([found], atMs: 3_000) == Changes(updated: 1))
        #expect(
            try histories()["x1"] == .init(firstSeenMs: 1_000, lastSeenMs: 3_000, occurrences: 2))
        #expect(try store.breaks.resolved().isEmpty)
    }

    @Test("comparing again at one instant, or at an earlier one, is no further occurrence")
    func sameInstant() throws {
        for atMs in [1_000, 1_000, 500] {
            _ = try store.breaks.replace(Desk.breaks, atMs: atMs)
        }
        #expect(
            try histories()["x1"] == .init(firstSeenMs: 1_000, lastSeenMs: 1_000, occurrences: 1))
        let again = try store.breaks.replace(Desk.breaks, atMs: 2_000)
        #expect(again == Changes(unchanged: 2))
        #expect(try histories()["x1"]?.occurrences == 2)
    }

    @Test("a waiver that is given or taken back is a change")
    func waived() throws {
        var found = Desk.breaks[0]
        _ = try store.breaks.replace([found], atMs: 1)
        found.waiver = .init(reason: "known", untilMs: 9)
        #expect(try store.breaks.replace([found], atMs: 1).updated == 1)
        #expect(try store.breaks.all().map(\.waiver) == [found.waiver])
        found.waiver = nil
        #expect(try store.breaks.replace([found], atMs: 1).updated == 1)
    }

    @Test("of runs of one instant the last one counts, and takes the others' observations along")
    func twins() throws {
        try Desk.fill(store)
        let first = Samples.run("r1", startedMs: 1_000)
        let second = Samples.run("r2", startedMs: 1_000)
        _ = try store.runs.save(second)
        #expect(try store.runs.removeTwins(of: second).removed == 1)
        #expect(try store.runs.run(first.run) == nil)
        #expect(try store.observations.values(run: "r1").isEmpty)
    }
}
