import Foundation
import JSONL
import Reports
import TestSupport
import Testing

@Suite("Template") struct TemplateTests {
    /// The published specification's own cases (github.com/mustache/spec, MIT), as they come.
    @Test(
        "keeps to the Mustache specification",
        arguments: ["comments", "interpolation", "inverted", "partials", "sections"])
    func specification(name: String) throws {
        let path = TestSupport.packageFolder + "/Tests/ReportsTests/Golden/mustache/\(name).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let cases = try #require(JSONValue(parsing: text)["tests"]?.array)
        for item in cases {
            let title = item["name"]?.string ?? ""
            var sources = ["main": try #require(item["template"]?.string)]
            for partial in item["partials"]?.members ?? [] {
                sources[partial.key] = partial.value.string ?? ""
            }
            let templates = try Templates(sources, allowsAnyRaw: true)
            let output = try filled(templates, item["data"] ?? .null)
            #expect(output == item["expected"]?.string, "\(title)")
        }
    }

    @Test(
        "says where a template is wrong",
        arguments: [
            ("a\n{{#b}}\nc", 2, "never closed"), ("a\n\n{{/b}}", 3, "closes nothing"),
            ("{{#a}}{{/b}}{{/a}}", 1, "closes nothing"), ("{{{name}}}", 1, "not escaped"),
            ("{{&name}}", 1, "not escaped"), ("{{=<% %>=}}", 1, "not supported"),
        ])
    func errors(source: String, line: Int, part: String) {
        let error = #expect(throws: TemplateError.self) { try Templates(["main": source]) }
        #expect(error?.line == line)
        #expect(error?.message.contains(part) == true)
    }

    private func filled(_ templates: Templates, _ context: JSONValue) throws -> String {
        String(decoding: try templates.render("main", context), as: UTF8.self)
    }

    @Test("lets nothing raw through but what we drew")
    func raw() throws {
        let templates = try Templates(["main": "{{{chart_svg}}}{{tag}}"])
        let context: JSONValue = ["chart_svg": "<svg/>", "tag": "<script>"]
        #expect(try filled(templates, context) == "<svg/>&lt;script&gt;")
    }

    @Test(
        "pieces that multiply end in an error, not in memory or time",
        arguments: [
            "{{>main}}{{>main}}", "{{#list}}{{>main}}{{/list}}",
            String(repeating: "{{#list}}", count: 30) + "x"
                + String(repeating: "{{/list}}", count: 30),
        ])
    func bombs(source: String) throws {
        let templates = try Templates(["main": source])
        let error = #expect(throws: TemplateError.self) {
            try filled(templates, ["list": [1, 2, 3]])
        }
        #expect(error?.message.contains("1000000 times") == true)
    }

    @Test("sections inside sections without end are refused")
    func nesting() throws {
        let deep = String(repeating: "{{#a}}", count: 100_000)
        let error = #expect(throws: TemplateError.self) { try Templates(["main": deep]) }
        #expect(error?.message.contains("deeper than 64") == true)
    }

    @Test("a partial that includes itself ends")
    func recursion() throws {
        let templates = try Templates(["main": "a{{>main}}"])
        #expect(try filled(templates, .null).count < 100)
    }
}
