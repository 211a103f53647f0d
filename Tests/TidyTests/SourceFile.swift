import Foundation
import TestSupport

/// One Swift file of Sources or Tests.
struct SourceFile: Sendable, CustomStringConvertible {
    /// `Sources/Market/Candle.swift`.
    let path: String
    let lines: [String]

    var description: String { path }
    var name: String { String(path.split(separator: "/").last ?? "") }
    /// The folder below Sources or Tests.
    var room: String { String(path.split(separator: "/")[1]) }
    /// Lines that are no comments.
    var code: [String] {
        lines.filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }
    }
    /// Whether the first declaration carries a doc comment.
    var opensWithComment: Bool {
        lines.first { !$0.isEmpty && !$0.contains("import ") }?.hasPrefix("///") == true
    }

    static let all = find("Sources") + find("Tests")
    static let sources = all.filter { $0.path.hasPrefix("Sources/") }
    static let tools = sources.filter { $0.room.contains("-") }
    static let pure = sources.filter { pureRooms.contains($0.room) }
    static let libraries = Set(sources.map(\.room).filter { !$0.contains("-") }).sorted()

    private static let pureRooms: Set = [
        "Market", "Records", "Indicators", "Strategies", "Desk", "Backtesting", "Metrics",
        "Hyperopt", "Reconciliation", "Translation", "Importing",
    ]

    private static func find(_ folder: String) -> [SourceFile] {
        let top = Package.folder.appending(path: folder)
        let walker = FileManager.default.enumerator(atPath: top.path)
        let names = (walker?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
        return names.sorted().compactMap { name in
            let text = try? String(contentsOf: top.appending(path: name), encoding: .utf8)
            return text.map {
                SourceFile(path: "\(folder)/\(name)", lines: $0.components(separatedBy: "\n"))
            }
        }
    }
}

extension String {
    /// Whether `word` stands here with no letter before it, so that `reopen(` is not `open(`.
    func containsWord(_ word: String) -> Bool {
        ranges(of: word).contains { range in
            guard range.lowerBound > startIndex else { return true }
            let before = self[index(before: range.lowerBound)]
            return !(before.isLetter || before.isNumber || before == "_")
        }
    }
}
