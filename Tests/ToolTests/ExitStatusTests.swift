import Foundation
import TestSupport
import Testing

/// The exit statuses that are documented are those that are shown, and the other way round.
struct ExitStatusTests {
    /// A mistake of ours: one that can be shown is mended instead.
    private static let bug: Int32 = 70

    @Test(
        "a golden case shows each exit status that --help names, and no other",
        arguments: Package.tools)
    func shown(tool: String) throws {
        let documented = try Self.documented(by: tool)
        let shown = Set(GoldenCase.all.filter { $0.tool == tool }.map(\.expectedStatus))
        #expect(documented.contains(Self.bug))
        #expect(
            documented.subtracting([Self.bug]).sorted() == shown.sorted(),
            "documented, and shown by Golden/\(tool)")
    }

    @Test("the operations' table tells what to do about each of them")
    func operations() throws {
        let file = Package.folder.appending(path: "docs/operations.md")
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let explained = Set(
            rows.filter { $0.hasPrefix("| ") }.flatMap { row in
                row.split(separator: "|")[0].split(separator: ",").compactMap {
                    Int32($0.trimmingCharacters(in: .whitespaces))
                }
            })
        let documented = try Package.tools.reduce(into: Set<Int32>()) {
            try $0.formUnion(Self.documented(by: $1))
        }
        // Out of time, killed, out of a limit: so steps end, and no tool of itself.
        #expect(explained.subtracting([124, 137, 152, 153]).sorted() == documented.sorted())
    }

    /// The numbers under "Exit status:" in a tool's help.
    private static func documented(by tool: String) throws -> Set<Int32> {
        let (_, lines) = try Scratch().run("\(tool) --help")
        let table = try #require(lines.firstIndex(of: "Exit status:"))
        let rows = lines[(table + 1)...].prefix { $0.hasPrefix("  ") }
        return Set(
            rows.flatMap { row in
                row.prefixMatch(of: #/\ \ ([0-9]+(?:,\ [0-9]+)*)\ \ /#)?.output.1.split(
                    separator: ", "
                )
                .compactMap { Int32($0) } ?? []
            })
    }
}
