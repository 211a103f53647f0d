import Foundation
import Reconciliation
import TestSupport
import Testing

struct BreakCodeTests {
    @Test("docs/desk.md has every code with its title and rule, and no other")
    func documented() throws {
        let text = try String(
            contentsOf: Package.folder.appending(path: "docs/desk.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter {
            $0.wholeMatch(of: /\| [A-Z]+(-[A-Z]+)* \|.*/) != nil
        }
        #expect(
            rows.map(String.init)
                == BreakCode.allCases.map {
                    "| \($0.rawValue) | \($0.title) | \($0.severityRule) |"
                })
    }

    @Test("every code is explained", arguments: BreakCode.allCases)
    func explained(code: BreakCode) {
        #expect(code.explanation.count > 40 && code.explanation.hasSuffix("."))
    }
}
