import Foundation
import JSONL
import TestSupport
import Testing

/// bench: rows for all that is measured, records that can be read. How fast anything is, it alone says.
struct BenchTests {
    @Test("every tool's start is measured, as records of one form")
    func startUp() throws {
        let scratch = try Scratch()
        let answer = try scratch.run(
            "here=$PWD; cd '\(Package.folder.path)' && XDG_CACHE_HOME=$here bench --no-peers "
                + "--runs 1 --quiet start-up")
        #expect(answer.status == 0, "\(scratch.complaint)")
        let findings = try answer.lines.map { try JSONValue(parsing: $0) }
        #expect(
            findings.compactMap { $0["name"]?.string } == Package.tools.map { "start-up/" + $0 })
        for finding in findings {
            #expect(finding["kind"]?.string == "benchmark")
            #expect(finding["unit"]?.string == "ms")
            #expect((finding["value"]?.double ?? 0) > 0)
            #expect((finding["resident_bytes"]?.double ?? 0) > 0)
            #expect(finding["runs"]?.double == 1)
            #expect(finding["peer"]?.isNull == true)
            #expect(finding["why"]?.string == "not asked for")
        }
    }

    @Test("rows are listed, and a name that is none is told with the nearest")
    func rows() throws {
        let scratch = try Scratch()
        let list = try scratch.run("bench --list")
        #expect(list.lines.count >= 10)
        #expect(list.lines.contains { $0.hasPrefix("driver\t") })
        #expect(try scratch.run("bench drivr").status == 2)
        #expect(try scratch.read("error").contains("did you mean \"driver\"?"))
    }
}
