import Testing
import YAML

@Suite("YAML")
struct YAMLNodeTests {
    private func parse(_ text: String) throws(YAMLError) -> YAMLNode {
        try YAMLNode(parsing: text, source: "x.yaml")
    }

    @Test("every node knows its line and column")
    func places() throws {
        let root = try parse("name: night\nsteps:\n  - id: a\n    run: [make, \"all\"]\n")
        #expect((root.line, root.column) == (1, 1))
        let step = try root.required("steps").list()[0]
        #expect((step.line, step.column) == (3, 5))
        let run = try #require(step["run"]).list()
        #expect((run[1].line, run[1].column) == (4, 17))
        #expect(try step.entries()[1].keyNode.line == 4)
        #expect(try run.map { node throws(YAMLError) in try node.string() } == ["make", "all"])
    }

    @Test(
        "the text of a scalar can be found again in the file",
        arguments: [
            ("- a b", 2, 1, 5), ("- 'a''b'", 2, 1, 7), (#"- "a\"b""#, 2, 1, 7),
            (#"- "a\u00e9bc""#, 3, 1, 12), ("- \"ab\"", 0, 1, 4),
            ("-  |\n   a\n     b\n", 4, 3, 6), ("- |\n\n  a\n", 1, 3, 3),
            ("- |2\n    a\n", 2, 2, 5), ("- |\n  é = ü\n", 4, 2, 7),
        ])
    func placesInside(text: String, offset: Int, line: Int, column: Int) throws {
        let node = try parse(text).list()[0]
        let place = node.place(ofOffset: offset)
        #expect(place.line == line && place.column == column)
        #expect(node.keepsPlaces)
    }

    @Test(
        "folded text says that it lost its places",
        arguments: [">\n  a\n  b", "a\n  b", "'a\n  b'"])
    func folded(text: String) throws {
        #expect(try !parse("- \(text)\n").list()[0].keepsPlaces)
    }

    @Test(
        "what the strict subset leaves out is refused at its place",
        arguments: [
            (
                "a: &x 1",
                "x.yaml:1:4: error: anchor \"&x\" is not used here. hint: write the value itself"
            ),
            (
                "a: 1\nb: *a",
                "x.yaml:2:4: error: alias \"*a\" is not used here. hint: repeat the value"
            ),
            (
                "a: !!int 1",
                "x.yaml:1:4: error: tag \"tag:yaml.org,2002:int\" is not used here. hint: write the value itself"
            ),
            (
                "a: ! 1",
                "x.yaml:1:4: error: tag \"!\" is not used here. hint: write the value itself"
            ),
            (
                "a: !x [1]",
                "x.yaml:1:4: error: tag \"!x\" is not used here. hint: write the value itself"
            ),
            ("a: 1\nb: 2\n\"a\": 3", "x.yaml:3:1: error: duplicate key \"a\", first on line 1"),
            ("a: {b: 1, b: 2}", "x.yaml:1:11: error: duplicate key \"b\", first on line 1"),
            ("a: {<<: {b: 1}}", "x.yaml:1:5: error: merge keys (<<) are not used here"),
            ("? [a]\n: 1", "x.yaml:1:3: error: a key must be a scalar, this is a list"),
            ("a: 1\n---\nb: 2", "x.yaml:2:1: error: a second document, expected one a file"),
            ("%YAML 1.1\n---\na: 1", "x.yaml:1:1: error: directives (%) are not used here"),
            ("", "x.yaml:1:1: error: nothing here, expected a document"),
            ("# nothing\n", "x.yaml:2:1: error: nothing here, expected a document"),
            (
                "a: f(x, n: 2)",
                "x.yaml:1:10: error: mapping values are not allowed in this context. "
                    + "hint: quote a text that holds \": \""
            ),
            (
                "a: [1, 2",
                "x.yaml:2:1: error: while parsing a flow sequence, did not find expected ',' or ']'"
            ),
            (
                "a:\n\t- 1",
                "x.yaml:2:1: error: while scanning for the next token, found character that cannot start any token. hint: indent with spaces"
            ),
            ("a: \u{7}", "x.yaml:1:4: error: control characters are not allowed"),
        ])
    func refusals(text: String, message: String) {
        let error = #expect(throws: YAMLError.self) { try parse(text) }
        #expect(error?.description == message)
    }

    @Test("deep nesting is refused instead of exhausting the stack")
    func depth() throws {
        let error = #expect(throws: YAMLError.self) {
            try parse(String(repeating: "[", count: 10_000))
        }
        #expect(error?.message == "nested deeper than 64 levels")
    }

    @Test("a leading --- and comments are fine")
    func oneDocument() throws {
        #expect(try parse("# x\n---\na: 1 # y\n").required("a").integer() == 1)
    }

    @Test(
        "texts that damage a prefix or a byte end in an error or a document, never in a trap",
        arguments: 0..<50)
    func damage(seed: Int) {
        let text = "strategy: A\nlist: [a, {b: c}]\nwhen: |\n  a > b\n  and c\nquoted: \"x\\ty\"\n"
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        var bytes = Array(text.utf8)
        for _ in 0..<3 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 17)
        }
        let damaged = String(decoding: bytes.prefix(Int(state >> 40) % bytes.count), as: UTF8.self)
        _ = try? parse(damaged)
    }
}

@Suite("YAML values")
struct YAMLAccessTests {
    private func value(_ text: String) throws(YAMLError) -> YAMLNode {
        try YAMLNode(parsing: "value: \(text)", source: "x.yaml").required("value")
    }

    @Test("numbers follow JSON's grammar")
    func numbers() throws {
        #expect(try value("-0.05").number() == -0.05)
        #expect(try value("1e-3").number() == 0.001)
        #expect(try value("42").integer() == 42)
        for text in ["012", "0x1F", "1_000", ".5", "1.", ".inf", "1e999", "\"1\"", "+1", "one", ""]
        {
            #expect(throws: YAMLError.self) { try value(text).number() }
        }
        #expect(throws: YAMLError.self) { try value("1.0").integer() }
        #expect(throws: YAMLError.self) { try value("99999999999999999999").integer() }
    }

    @Test("only true and false are booleans")
    func booleans() throws {
        #expect(try value("true").boolean())
        #expect(try !value("false").boolean())
        for (text, hint) in [("yes", "write true"), ("Off", "write false"), ("True", "write true")]
        {
            let error = #expect(throws: YAMLError.self) { try value(text).boolean() }
            #expect(error?.hint == hint)
        }
        #expect(throws: YAMLError.self) { try value("\"true\"").boolean() }
        #expect(try value("no").string() == "no")
    }

    @Test("nothing is not a text")
    func nothing() throws {
        for text in ["", "~", "null"] {
            #expect(try value(text).isNull)
            #expect(throws: YAMLError.self) { try value(text).string() }
        }
        #expect(try value("''").string().isEmpty)
    }

    @Test("an unknown key names the nearest known one")
    func unknownKeys() throws {
        let root = try YAMLNode(parsing: "strategy: a\nstoplos: 1\n", source: "x.yaml")
        let error = #expect(throws: YAMLError.self) {
            try root.entries(knowing: ["strategy", "stoploss"])
        }
        let message = "x.yaml:2:1: error: unknown key \"stoplos\". hint: did you mean \"stoploss\"?"
        #expect(error?.description == message)
        #expect(Spelling.nearest(to: "zebra", among: ["strategy", "stoploss"]) == nil)
        #expect(Spelling.nearest(to: "clsoe", among: ["close", "open"]) == "close")
    }
}
