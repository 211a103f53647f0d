import Foundation
import TestSupport
import Testing

private typealias Fixture = FreqtradeFixture

/// ingest-trades on databases as bots leave them.
struct IngestTradesTests {
    /// Runs a shell script; gives its status and what it said on standard error.
    private func run(_ script: String, in folder: URL) throws -> (status: Int32, talk: String) {
        let status = try Package.run(
            ["/bin/sh", "-c", "{ \(script)\n} >output 2>error"], in: folder)
        let talk = try String(contentsOf: folder.appending(path: "error"), encoding: .utf8)
        return (status, talk.replacing("ingest-trades: ", with: ""))
    }

    private let ingest = "ingest-trades --bot alpha --store desk.sqlite tradesv3.sqlite"

    @Test("a database that was reset starts a new generation, and the old one stays")
    func reset() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "tradesv3.sqlite")
            try Fixture(trades: [Fixture.trade(1, at: 0), Fixture.trade(2, at: 20)]).write(to: file)
            #expect(try run(ingest, in: folder).talk == "alpha: +2 ~0 =0, bot updated\n")
            #expect(try run(ingest, in: folder).talk == "alpha: +0 ~0 =2\n")
            // A second bot life: ids start again, at other times.
            try Fixture(trades: [Fixture.trade(1, at: 500)]).write(to: file)
            let reset = try run(ingest, in: folder).talk
            #expect(reset.contains("the database was reset"))
            #expect(
                reset.contains("generation 2\n")
                    && reset.hasSuffix("alpha: +1 ~0 =0, bot updated\n"))
            #expect(try run(ingest, in: folder).talk == "alpha: +0 ~0 =1\n")
        }
    }

    @Test("an open trade that closed is updated, not added")
    func update() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "tradesv3.sqlite")
            try Fixture(trades: [Fixture.trade(1, at: 0, Fixture.open)]).write(to: file)
            _ = try run(ingest, in: folder)
            try Fixture(trades: [Fixture.trade(1, at: 0)]).write(to: file)
            #expect(try run(ingest, in: folder).talk == "alpha: +0 ~1 =0, bot updated\n")
        }
    }

    @Test("a bad row keeps those before it, or is passed over and counted")
    func badRow() throws {
        try withTemporaryFolder { folder in
            let rows = [
                Fixture.trade(1, at: 0), Fixture.trade(2, at: 20, ["pair": "'BTCUSDT'"]),
                Fixture.trade(3, at: 40),
            ]
            try Fixture(trades: rows).write(to: folder.appending(path: "tradesv3.sqlite"))
            let failed = try run(ingest, in: folder)
            #expect(failed.status == 65)
            let complaint =
                "tradesv3.sqlite: error: trade 2: \"pair\" is \"BTCUSDT\", expected BASE/QUOTE\n"
            #expect(failed.talk.hasPrefix(complaint + "alpha: +1 ~0 =0, bot updated\n"))
            #expect(failed.talk.contains("1 bad row; stored before the first: +1 ~0 =0"))
            let skipped = try run(ingest + " --on-error skip", in: folder)
            #expect(skipped.status == 65)
            #expect(skipped.talk == complaint + "alpha: +1 ~0 =1\n1 bad row skipped\n")
        }
    }

    @Test("records through a pipe are stored as the database itself would be")
    func pipe() throws {
        try withTemporaryFolder { folder in
            let orders = [Fixture.order(1, of: 1, "buy"), Fixture.order(2, of: 1, "sell")]
            try Fixture(trades: [Fixture.trade(1, at: 0), Fixture.trade(2, at: 9)], orders: orders)
                .write(to: folder.appending(path: "tradesv3.sqlite"))
            let piped = try run(
                "ingest-trades --as-of 2026-09-01 --bot alpha tradesv3.sqlite |"
                    + " ingest-trades --store desk.sqlite -", in: folder)
            #expect(piped.status == 0 && piped.talk == "alpha: +2 ~0 =0\n")
            #expect(try run(ingest, in: folder).talk == "alpha: +0 ~0 =2\n")
        }
    }

    @Test("what opens doors in a config.json never comes out")
    func secrets() throws {
        try withTemporaryFolder { folder in
            try Fixture(trades: [Fixture.trade(1, at: 0)])
                .write(to: folder.appending(path: "tradesv3.sqlite"))
            let config = """
                {"stake_amount": 5, "exchange": {"name": "binance", "key": "OPENSESAME",
                 "secret": "OPENSESAME"}, "telegram": {"token": "OPENSESAME"},
                 "api_server": {"jwt_secret_key": "OPENSESAME", "password": "OPENSESAME"}}
                """
            try config.write(
                to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
            let answer = try run(
                "ingest-trades --bot alpha -c config.json tradesv3.sqlite;" + ingest
                    + " -c config.json", in: folder)
            #expect(answer.status == 0)
            for name in ["output", "error", "desk.sqlite"] {
                let bytes = try Data(contentsOf: folder.appending(path: name))
                #expect(bytes.range(of: Data("OPENSESAME".utf8)) == nil)
            }
            let output = try Data(contentsOf: folder.appending(path: "output"))
            #expect(output.range(of: Data("\"stake_amount\":5".utf8)) != nil)
        }
    }
}
