import Importing
import TestSupport
import Testing

/// What hooks leave on the strategy for their next call.
@Suite(.enabled(if: Reading.python != nil, "needs python3"))
struct LastingStateTests {
    private static let start = """
        tries = {}
        known = {"x": 1}
        seen = []
        count = 0
        def populate_entry_trend(self, df, metadata):
            df.loc[df["close"] > df["open"], "enter_long"] = 1
            return df

        """

    private func strategy(_ hook: String, _ body: String) throws -> ImportedStrategy {
        let lines = body.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
        return try Reading.strategy(Self.start + "def \(hook)(self, pair, **kwargs):\n" + lines)
    }

    @Test(
        "what one call sets and a later one reads is refused",
        arguments: [
            ("confirm_trade_exit", "self.count += 1\nreturn self.count % 3 != 1"),
            (
                "confirm_trade_entry",
                "n = self.tries.get(pair, 0)\nself.tries[pair] = n + 1\nreturn n > 2"
            ),
            ("confirm_trade_exit", "self.seen.append(pair)\nreturn len(self.seen) > 3"),
            (
                "confirm_trade_exit",
                "if 'x' in self.tries:\n    return True\nself.tries['x'] = 1\nreturn False"
            ),
            (
                "custom_exit",
                "if 'x' in self.known:\n    del self.known['x']\n    return 'gone'\nreturn None"
            ),
            ("confirm_trade_exit", "global moments\nmoments = 1\nreturn True"),
        ])
    func refused(hook: String, body: String) throws {
        let imported = try strategy(hook, body)
        #expect(!imported.isWhole)
        #expect(imported.findings.contains { $0.message.contains("a later call") })
    }

    @Test(
        "what is kept of a pair and not as before where its trade ends is refused",
        arguments: [
            (
                "confirm_trade_exit",
                """
                n = self.tries.get(pair, 0)
                if n < 3:
                    self.tries[pair] = n + 1
                    return False
                return True
                """
            ),
            (
                "confirm_trade_exit",
                """
                n = self.tries.get(pair, 0)
                self.tries[pair] = 0 if n > 2 else n + 1
                return True
                """
            ),
            (
                "custom_exit",
                """
                n = self.tries.get(pair, 0)
                self.tries[pair] = n + 1
                return 'late' if n > 9 else None
                """
            ),
        ])
    func outlasting(hook: String, body: String) throws {
        let imported = try strategy(hook, body)
        #expect(!imported.isWhole)
        #expect(
            imported.findings.contains {
                $0.message == "what is kept of the pair here outlasts its trade"
            })
    }

    @Test(
        "what a call sets for itself, or nobody reads, is no matter",
        arguments: [
            "self.last = pair\nreturn True",
            "self.count = 5\nreturn self.count > 4",
            "self.tries['x'] = 1\nreturn True",
        ])
    func harmless(body: String) throws {
        #expect(try strategy("confirm_trade_exit", body).isWhole)
    }
}
