import Foundation
import Markup
import TestSupport
import Testing

/// The pictures of the repository's own pipeline, seen by other programs.
struct PipelineGraphTests {
    private static let file = Package.folder.appending(path: "pipelines/nightly.yaml").path

    @Test("the picture is well-formed and has a box and a name for every step")
    func picture() throws {
        let scratch = try Scratch()
        let (status, lines) = try scratch.run("run-pipeline graph '\(Self.file)' --format svg")
        #expect(status == 0)
        let picture = try Element(page: lines.joined(separator: "\n"))
        let names = picture.all(named: "text").map(\.text)
        #expect(picture.name == "svg" && picture.attributes["viewBox"] != nil)
        #expect(picture.all(named: "rect").count == names.count)
        #expect(names.contains("backtest[ema-cross]") && names.contains("render"))
        let (_, text) = try scratch.run("run-pipeline graph '\(Self.file)'")
        #expect(names.count == text.count)
    }

    @Test("graphviz reads the graph, where it is installed")
    func graphviz() throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/dot") else {
            print("skipped: there is no graphviz here")
            return
        }
        let scratch = try Scratch()
        let (status, lines) = try scratch.run(
            "run-pipeline graph '\(Self.file)' --format dot | dot -Tplain")
        #expect(status == 0 && scratch.complaint == "")
        let (_, text) = try scratch.run("run-pipeline graph '\(Self.file)'")
        #expect(lines.filter { $0.hasPrefix("node ") }.count == text.count)
    }
}
