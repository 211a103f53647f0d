import Foundation
import Freqtrade
import Records
import TestSupport
import Testing

/// Reading what another process is writing.
struct LiveDatabaseTests {
    private static let python = ["/usr/bin/python3", "/usr/local/bin/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Keeps a connection open, its log full and one change uncommitted, until its input ends.
    private static let writer = """
        import sqlite3, sys
        c = sqlite3.connect(sys.argv[1], isolation_level=None)
        c.execute('PRAGMA wal_autocheckpoint=0')
        c.execute('UPDATE trades SET exit_reason = \\'committed\\'')
        c.execute('BEGIN IMMEDIATE')
        c.execute('UPDATE trades SET exit_reason = \\'pending\\'')
        print('ready', flush=True)
        sys.stdin.read()
        """

    private func whileWritten(_ file: URL, _ body: () throws -> Void) throws {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = ["-c", Self.writer, file.path]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        #expect(output.fileHandleForReading.availableData.starts(with: Data("ready".utf8)))
        try body()
    }

    @Test(
        "while a bot writes, its last finished state is read and nothing is changed",
        .enabled(if: python != nil, "needs python3"))
    func whileWritten() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "tradesv3.sqlite")
            try FreqtradeFixture(trades: [FreqtradeFixture.trade(1, at: 0)]).write(to: file)
            try whileWritten(file) {
                let log = URL(filePath: file.path + "-wal")
                let before = try (Data(contentsOf: file), Data(contentsOf: log))
                #expect(before.1.count > 0)
                let books = try FreqtradeDatabase(path: file.path).books(bot: "alpha")
                #expect(books.trades.map(\.exitReason) == ["committed"])
                let after = try (Data(contentsOf: file), Data(contentsOf: log))
                #expect(before == after)
            }
        }
    }

    @Test(
        "where no index may be made beside a log, a private copy is read and removed again",
        .enabled(if: python != nil && geteuid() != 0, "needs python3, and not to be root"))
    func readOnlyFolder() throws {
        try withTemporaryFolder { folder in
            let inner = folder.appending(path: "bot")
            let file = inner.appending(path: "tradesv3.sqlite")
            let original = folder.appending(path: "original.sqlite")
            try FreqtradeFixture(trades: [FreqtradeFixture.trade(1, at: 0)]).write(to: original)
            try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
            try whileWritten(original) {
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: original.path + suffix, toPath: file.path + suffix)
                }
            }
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o555], ofItemAtPath: inner.path)
            defer {
                try? FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: inner.path)
            }
            let books = try FreqtradeDatabase(path: file.path).books(bot: "alpha")
            #expect(books.trades.map(\.exitReason) == ["committed"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: inner.path).count == 2)
        }
    }

    @Test(
        "a copy of a running bot's files is read with its log, which stays as it was",
        .enabled(if: python != nil, "needs python3"))
    func copiedFiles() throws {
        try withTemporaryFolder { folder in
            let (file, copy) = (
                folder.appending(path: "tradesv3.sqlite"), folder.appending(path: "copy.sqlite")
            )
            try FreqtradeFixture(trades: [FreqtradeFixture.trade(1, at: 0)]).write(to: file)
            try whileWritten(file) {
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(
                        atPath: file.path + suffix, toPath: copy.path + suffix)
                }
            }
            let before = try (
                Data(contentsOf: copy), Data(contentsOf: URL(filePath: copy.path + "-wal"))
            )
            for _ in 1...2 {
                let books = try FreqtradeDatabase(path: copy.path).books(bot: "alpha")
                #expect(books.trades.map(\.exitReason) == ["committed"])
            }
            let after = try (
                Data(contentsOf: copy), Data(contentsOf: URL(filePath: copy.path + "-wal"))
            )
            #expect(before == after)
        }
    }
}
