import Foundation
import Testing

@testable import CLI

struct ParsingTests {
    @Test(
        "takes options anywhere, with a space or an equals sign",
        arguments: [
            ["--store", "a.sqlite", "-qv", "x", "-"], ["x", "--store=a.sqlite", "-q", "-v", "-"],
            ["-v", "x", "-", "--store", "b.sqlite", "--store", "a.sqlite", "--quiet"],
        ])
    func anywhere(words: [String]) throws {
        let arguments = try parse(words)
        #expect(arguments.storePath == "a.sqlite")
        #expect(arguments.flag("quiet") && arguments.flag("verbose"))
        #expect(arguments.operands == ["x", "-"])
    }

    @Test("keeps every value of an option that repeats")
    func repeats() throws {
        let arguments = try parse(["-sa.yaml", "-s", "b.yaml", "--strategy=c.yaml"])
        #expect(arguments.values("strategy") == ["a.yaml", "b.yaml", "c.yaml"])
        #expect(try parse([]).values("strategy").isEmpty)
    }

    @Test("takes everything after -- as operands")
    func end() throws {
        #expect(try parse(["--", "--store", "-q"]).operands == ["--store", "-q"])
    }

    @Test("gives a value the dash it came with")
    func relative() throws {
        let arguments = try parse(["--from", "-24h", "--as-of", "2026-11-20"])
        #expect(arguments.instantMs("from") == 1_795_132_800_000 - 86_400_000)
        #expect(arguments.nowMs == 1_795_132_800_000)
    }

    @Test("takes the store from the environment, then by its usual name")
    func store() throws {
        #expect(try parse([], ["ANYTRADE_STORE": "e.sqlite"]).storePath == "e.sqlite")
        #expect(try parse([], ["ANYTRADE_STORE": ""]).storePath == "anytrade.sqlite")
    }

    @Test("takes now from the clock, or SOURCE_DATE_EPOCH")
    func now() throws {
        #expect(try parse([]).nowMs == 5)
        #expect(try parse([], ["SOURCE_DATE_EPOCH": "7"]).nowMs == 7_000)
        #expect(
            complaint(["-q"], ["SOURCE_DATE_EPOCH": "x"])?.contains("SOURCE_DATE_EPOCH") == true)
    }

    @Test("uses a default where nothing is given")
    func standard() throws {
        #expect(try parse([]).integer("max-errors") == 20)
        #expect(try parse(["--max-errors", "3"]).integer("max-errors") == 3)
        #expect(try parse([]).integer("jobs") == nil)
    }

    @Test(
        "says what is wrong and what was meant",
        arguments: [
            (["--stroe", "x"], "unknown option --stroe. hint: did you mean --store?"),
            (["--zebra"], "unknown option --zebra"),
            (["--sto", "x"], "unknown option --sto. hint: did you mean --store?"),
            (["-x"], "unknown option -x"),
            (["--store"], "--store needs a value: --store FILE"),
            (["--store="], "--store is \"\", expected a text that is not empty"),
            (["--quiet=yes"], "--quiet takes no value"),
            (["--jobs", "0"], "--jobs is \"0\", expected a whole number from 1 to 1024"),
            (["--jobs", "2x"], "--jobs is \"2x\", expected a whole number from 1 to 1024"),
            (
                ["--from", "yesterday"],
                "--from is \"yesterday\", expected a date 2026-11-20, a time "
                    + "2026-11-20T07:30:00Z or -24h"
            ),
            (
                ["--on-error", "skp"],
                "--on-error is \"skp\", expected one of fail, skip. hint: did you mean \"skip\"?"
            ),
            (
                ["a", "b", "c"],
                "unexpected operand \"c\". hint: usage: sample [OPTION]... [FILE | -]..."
            ),
        ])
    func complaints(words: [String], text: String) {
        #expect(complaint(words) == text)
    }

    @Test("asks for operands that must be there")
    func missing() {
        let command = Command(name: "t", summary: "S.", usage: "FILE", operands: 1...1)
        #expect(throws: Diagnostic(.usage, "missing operand", hint: "usage: t FILE")) {
            try command.invocation([], environment: [:], clockMs: 5)
        }
    }
}

struct HelpTests {
    @Test("fits in 80 columns, examples before options, ends listed")
    func shape() throws {
        let help = sample.help
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let examples = try #require(help.range(of: "Examples:"))
        let options = try #require(help.range(of: "Options:"))
        #expect(examples.lowerBound < options.lowerBound)
        #expect(help.contains("\n  1         breaks were found\n"))
        #expect(help.contains("  ANYTRADE_STORE"))
    }

    @Test("is answered before anything else is looked at", arguments: ["-h", "--help"])
    func answered(word: String) throws {
        guard
            case .answer(let text) = try sample.invocation(
                [word, "--jobs", "0"], environment: [:], clockMs: 5)
        else {
            Issue.record("no help")
            return
        }
        #expect(text == sample.help)
    }

    @Test("is valid JSON when asked for, with every option")
    func json() throws {
        let json = sample.helpJSON
        for option in sample.allOptions { #expect(json.contains("\"long\":\"\(option.long)\"")) }
        #expect(json.contains(#""meaning":"quotes \"x\" and \\""#))
    }
}

let sample = Command(
    name: "sample", summary: "Does a thing.", usage: "[FILE | -]...", operands: 0...2,
    examples: [.init("sample --store x.sqlite", "quotes \"x\" and \\")],
    options: [
        .store, .strategy, .from, .to, .asOf, .jobs, .quiet, .verbose, .maxErrors, .onError,
    ], answers: [.no: "breaks were found"])

func parse(_ words: [String], _ environment: [String: String] = [:]) throws -> Arguments {
    guard
        case .work(let arguments) = try sample.invocation(
            words, environment: environment, clockMs: 5)
    else { throw Diagnostic(.bug, "an answer where work was expected") }
    return arguments
}

func complaint(_ words: [String], _ environment: [String: String] = [:]) -> String? {
    do {
        _ = try sample.invocation(words, environment: environment, clockMs: 5)
        return nil
    } catch {
        return error.status == .usage ? error.text : nil
    }
}
