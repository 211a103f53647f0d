import JSONL
import Testing

/// The Codable adapter: nested things, names and errors.
struct CodableTests {
    enum Mode: String, Codable, CaseIterable { case dryRun = "dry_run", live }

    struct Step: Codable, Equatable {
        var stepID: Int
        var mode: Mode
        var exitStatus: UInt8?
    }

    struct Document: Codable, Equatable {
        var openMs: Int
        var steps: [Step]
        var grid: [[Double]]
        var limits: [String: Double]
        var first: Step?
        var config: JSONValue
    }

    static let text =
        #"{"open_ms":1,"steps":[{"step_id":1,"mode":"live","exit_status":75},{"step_id":2,"mode":"dry_run"}],"#
        + #""grid":[[1.5,2.0],[]],"limits":{"aB":2.5,"c":1.0},"first":{"step_id":3,"mode":"live"},"#
        + #""config":{"z":[1,null],"aKey":"x"}}"#

    static let document = Document(
        openMs: 1,
        steps: [
            Step(stepID: 1, mode: .live, exitStatus: 75), Step(stepID: 2, mode: .dryRun),
        ], grid: [[1.5, 2], []], limits: ["aB": 2.5, "c": 1], first: Step(stepID: 3, mode: .live),
        config: ["z": [1, nil], "aKey": "x"])

    @Test(
        "nested values are read and written, keys in snake_case, keys of dictionaries as they are")
    func nested() throws {
        #expect(try LineDecoder().decode(Document.self, from: Self.text) == Self.document)
        #expect(try LineEncoder().line(Self.document) == Self.text)
        let line = try LineEncoder(kind: "step").line(Step(stepID: 1, mode: .live))
        #expect(line == #"{"kind":"step","step_id":1,"mode":"live"}"#)
    }

    static let mistakes: [(text: String, error: String)] = [
        (#"{"step_id":1,"mode":"paper"}"#, #"21: "mode" is "paper", expected "dry_run" or "live""#),
        (#"{"step_id":1}"#, #"1: "mode" is missing"#),
        (#"{"step_id":"1","mode":"live"}"#, #"12: "step_id" is "1", expected a whole number"#),
        (
            #"{"step_id":1,"mode":"live","exit_status":256}"#,
            #"42: "exit_status" is 256, expected a whole number from 0 to 255"#
        ),
        (#"{"step_id":1,"mode":"live","mode":"live"}"#, #"28: "mode" is given twice"#),
        (#"{"step_id":1,"mode":"live",}"#, "28: expected a key in quotes, found '}'"),
        (#"{"step_id":1,"mode":"live","x":{"y":tru}}"#, #"37: "y" is tru, expected true or false"#),
        (#"{"step_id":1,"mode":"live"} {}"#, "29: an object follows the end of the value"),
    ]

    @Test("its errors are the reader's", arguments: mistakes)
    func mistake(text: String, error: String) {
        do {
            _ = try LineDecoder().decode(Step.self, from: text)
            Issue.record("accepted \(text)")
        } catch let found {
            #expect("\(found.offset + 1): \(found.message)" == error)
        }
    }
}
