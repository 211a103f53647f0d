import Foundation
import SQLite
import TestSupport
import Testing

/// What docs/operations.md tells people to type for a copy of the store, typed while a night runs.
struct BackupTests {
    private static let commands = [
        "query-store backup copy.sqlite --store desk.sqlite",
        "sqlite3 desk.sqlite \".timeout 60000\" \".backup 'copy.sqlite'\"",
    ]
    private static let known = commands.filter {
        (try? Scratch().run("command -v \($0.prefix { $0 != " " })").status) == 0
    }

    private static let calm = Result {
        let desk = try CrashDesk(.small)
        #expect(try desk.start().finish() == 0)
        return try desk.result()
    }

    @Test("the document tells to type what is tested here", arguments: commands)
    func documented(command: String) throws {
        let file = Package.folder.appending(path: "docs/operations.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let typed = command.replacing(" --store desk.sqlite", with: "")
            .replacing("desk.sqlite", with: "anytrade.sqlite")
        #expect(text.contains(typed))
    }

    @Test(
        "a copy made while a night runs holds what was there, and the night ends from it",
        arguments: known, [1, 5, 9, 13, 17])
    func copy(command: String, line: Int) throws {
        let desk = try CrashDesk(.small)
        let night = try desk.start()
        while night.isRunning, desk.progress < line { usleep(200) }
        let (early, copied) = try (
            desk.shell("query-store dump --store desk.sqlite"), desk.shell(command)
        )
        #expect(night.finish() == 0)
        #expect(copied.status == 0)
        let path = desk.folder.appending(path: "copy.sqlite").path
        let database = try Database(path: path, access: .readOnly)
        #expect(try SchemaFixture.list("SELECT * FROM pragma_integrity_check", database) == ["ok"])
        if early.status == 0 {
            let copy = try desk.shell("query-store dump --store copy.sqlite")
            let lost = Set(early.text.split(separator: "\n"))
                .subtracting(copy.text.split(separator: "\n"))
            #expect(
                lost.filter { !$0.contains("\"table\":\"pipeline_") && !$0.contains("running") }
                    == [])
        }
        let restored = try CrashDesk(.small)
        try FileManager.default.copyItem(
            atPath: path, toPath: restored.folder.appending(path: "desk.sqlite").path)
        #expect(try restored.start().finish() == 0)
        // The copy remembers the night in which it was made, and the front page lists both.
        let apart: Set = ["site/index.html", "site/.anytrade-site"]
        #expect(
            try restored.result().differences(from: Self.calm.get()).subtracting(apart) == [])
    }
}
