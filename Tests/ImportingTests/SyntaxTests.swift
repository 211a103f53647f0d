import Foundation
import Importing
import JSONL
import TestSupport
import Testing

/// Files that are no strategies, and what stands around those that are.
@Suite(.enabled(if: Reading.python != nil, "needs python3"))
struct SyntaxTests {
    @Test("a file that is no Python is refused with Python's own place")
    func broken() throws {
        let failure = #expect(throws: SyntaxFailure.self) {
            try Reading.tree("class A:\n    x = (1\n")
        }
        #expect(failure?.line == 2)
        #expect(failure?.column == 9)
    }

    @Test("a tree that is too deep to walk is refused", arguments: [40, 80, 400])
    func deep(levels: Int) throws {
        let nested =
            String(repeating: "-(", count: levels) + "1" + String(repeating: ")", count: levels)
        let source = "x = " + nested + String(repeating: " + y", count: levels)
        var isRefused = false
        do {
            _ = try Reading.tree(source)
        } catch is SyntaxFailure {
            isRefused = true
        }
        #expect(isRefused == (levels > 100))
    }

    @Test("a column is counted in letters, not in bytes")
    func letters() throws {
        let imported = try Reading.strategy(
            """
            def populate_indicators(self, df, metadata):
                df["naïve 🙂"] = df["close"].cumsum()
                return df
            def populate_entry_trend(self, df, metadata):
                df.loc[df["naïve 🙂"] > 1, "enter_long"] = 1
                return df
            """)
        let gap = try #require(imported.findings.first { $0.weight == .gap })
        #expect(gap.line == 11)
        #expect(gap.column == 25)
    }

    @Test("a node that two parents share, or that is not there, makes no tree")
    func shared() throws {
        for list in ["[0, 0]", "[5]"] {
            let text =
                #"{"nodes": [{"kind": "Name"}, {"kind": "Module", "lists": {"body": "# + list
                + "}}]}"
            let json = try JSONValue(parsing: text)
            #expect(throws: SyntaxFailure.self) { try Syntax(json) }
        }
    }

    @Test("the class is the last of the file, or the one that is asked for")
    func classes() throws {
        let body = """
                timeframe = "5m"
                stoploss = -0.1
                def populate_entry_trend(self, df, metadata):
                    df.loc[df["close"] > 1, "enter_long"] = 1
                    return df

            """
        let source =
            "from freqtrade.strategy import IStrategy\nclass A(IStrategy):\n\(body)class B(A):\n"
            + "    stoploss = -0.2\nclass C:\n    pass\n"
        let tree = try Reading.tree(source)
        #expect(try ImportedStrategy(tree, file: "a.py").className == "B")
        let first = try ImportedStrategy(tree, file: "a.py", className: "A")
        #expect(first.text.contains("stoploss: -0.1"))
        #expect(throws: SyntaxFailure.self) {
            try ImportedStrategy(tree, file: "a.py", className: "C")
        }
    }

    @Test("a parameter file of another strategy is a gap, one of its own sets what it says")
    func parameterFile() throws {
        let tree = try Reading.tree(
            """
            from freqtrade.strategy import *
            class A(IStrategy):
                timeframe = "5m"
                stoploss = -0.1
                buy_x = IntParameter(1, 9, default=2)
                def populate_entry_trend(self, df, metadata):
                    df.loc[df["close"] > self.buy_x.value, "enter_long"] = 1
                    return df

            """)
        for (name, isWhole) in [("A", true), ("B", false)] {
            let file = try JSONValue(
                parsing: #"{"strategy_name": "\#(name)", "params": {"buy": {"buy_x": 7}}}"#)
            let imported = try ImportedStrategy(
                tree, file: "a.py", surroundings: .init(parameters: file))
            #expect(imported.isWhole == isWhole)
            #expect(imported.text.contains("default: 7") == isWhole)
        }
    }

    @Test(
        "the reference strategies become whole strategy files",
        .enabled(if: TestSupport.sharedFolder != nil, "the shared references are not at hand"),
        arguments: [
            "S01EmaCross", "S01EmaCross_fee0", "S02RsiMeanRev", "S03BbRsi", "S05Trailing",
            "S05bTrailingPlain", "S06MultiRoi", "S08FuturesLS", "S10Protections", "S11Contention",
            "S14Detail_1m", "S14Detail_nodetail",
        ])
    func references(name: String) throws {
        let folder = URL(filePath: TestSupport.sharedFolder ?? "").appending(
            path: "oracle/freqtrade/\(name)")
        func source(_ module: String) throws -> Syntax {
            try Reading.tree(
                String(contentsOf: folder.appending(path: module + ".py"), encoding: .utf8))
        }
        let surroundings = ImportedStrategy.Surroundings { module in
            (try? source(module)).map { ($0, module + ".py") }
        }
        let imported = try ImportedStrategy(
            source("strategy"), file: "strategy.py", surroundings: surroundings)
        #expect(imported.findings.filter { $0.weight != .note } == [])
    }
}
