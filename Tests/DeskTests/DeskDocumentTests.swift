import Desk
import Foundation
import Records
import TestSupport
import Testing

struct DeskDocumentTests {
    @Test("the example in docs/desk.md is a desk")
    func example() throws {
        let text = try String(
            contentsOf: Package.folder.appending(path: "docs/desk.md"), encoding: .utf8)
        let start = try #require(text.firstRange(of: "```yaml\n"))
        let rest = text[start.upperBound...]
        let end = try #require(rest.firstRange(of: "```\n"))
        let desk = try DeskFile(parsing: String(rest[..<end.lowerBound]), source: "desk.md")
        #expect(desk.bots.map(\.record.bot) == ["ema-cross", "by-hand"])
        #expect(desk.warnings.isEmpty)
        #expect(desk.waivers.count == 2 && !desk.tolerances.isEmpty)
    }

    @Test("docs/desk.md names every tolerance")
    func tolerances() throws {
        let text = try String(
            contentsOf: Package.folder.appending(path: "docs/desk.md"), encoding: .utf8)
        for (key, _) in DeskFile.toleranceKeys { #expect(text.contains("| `\(key)` |"), "\(key)") }
    }

    @Test("the sample desks are desks", arguments: ["desk", "desk-clean"])
    func sampleDesks(name: String) throws {
        let path = Package.folder.appending(path: "data/\(name).yaml")
        let desk = try DeskFile(
            parsing: String(contentsOf: path, encoding: .utf8), source: path.path)
        #expect(desk.bots.count >= 3 && desk.warnings.isEmpty)
        for bot in desk.bots where bot.record.bot != "ema-cross-eth" {
            #expect(FileManager.default.fileExists(atPath: desk.path(bot.database)))
        }
    }
}
