import Testing

@testable import Pipelines

struct PathPatternTests {
    @Test(
        "a pattern stands for what it says",
        arguments: [
            ("out/*.txt", "out/a.txt", true), ("out/*.txt", "out/a.csv", false),
            ("out/*.txt", "out/b/a.txt", false), ("out/**/*.txt", "out/b/c/a.txt", true),
            ("out/**/*.txt", "out/a.txt", true), ("out/a?c", "out/abc", true),
            ("out/a?c", "out/ac", false), ("*", "a", true), ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b", false), ("out/**", "out/b/c", true), ("/x/*", "/x/y", true),
            ("/x/*", "x/y", false), ("a[1]/*", "a[1]/b", true),
        ])
    func matches(pattern: String, path: String, does: Bool) {
        #expect(PathPattern(pattern).matches(path) == does)
    }

    @Test(
        "a pattern touches the folders its files lie in, and what lies in its folders",
        arguments: [
            ("out/*/x.txt", "out", true), ("out/*/x.txt", "out/b", true),
            ("out/*", "out/b/deep/file", true), ("out/*/x.txt", "in", false),
        ])
    func touches(pattern: String, path: String, does: Bool) {
        #expect(PathPattern(pattern).touches(path) == does)
    }

    @Test("who reads a pattern waits for the makers of what matches, before anything is there")
    func makers() throws {
        let pipeline = try Pipeline(
            """
            version: 1
            name: p
            steps:
              - {id: all, run: [a], in: ["made/*.txt", "site/*"]}
              - {id: each, foreach: [x, y], run: [a], stdout: made/$(item).txt}
              - {id: other, run: [a], stdout: made/z.csv}
              - {id: page, run: [a], out: [site]}
            """, source: "p.yaml")
        #expect(Graph(pipeline.steps).parents["all"] == ["each[x]", "each[y]", "page"])
    }
}
