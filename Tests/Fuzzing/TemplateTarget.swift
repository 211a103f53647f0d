internal import JSONL
internal import Reports

/// A template is refused with a line or fills in, whatever the names stand for; text that came from
/// outside never becomes markup.
func checkTemplate(_ bytes: [UInt8]) throws {
    let parts = text(bytes).split(
        separator: "\u{1}", maxSplits: 1, omittingEmptySubsequences: false)
    let sources = [
        "page": String(parts[0]), "part": parts.count > 1 ? String(parts[1]) : "{{name}}",
    ]
    let templates: Templates
    do {
        templates = try Templates(sources)
    } catch {
        let lines = (sources[error.template] ?? "").utf8.count { $0 == 0x0A } + 1
        try promise((1...lines).contains(error.line), "line \(error.line) of \(lines)")
        return try promise(!error.message.isEmpty, "an error without words")
    }
    guard let filled = try? templates.render("page", context) else { return }
    try promise(!text(filled).contains(hostile), "\(hostile) reached the page as it was")
}

private let hostile = "<script>&\"'{{name}}"

private let context: JSONValue = [
    "name": .text(hostile), "number": 7, "ratio": 0.25, "yes": true, "no": false, "none": nil,
    "empty": [], "list": ["a", .text(hostile), 3],
    "rows": [["name": "first", "rows": [["name": .text(hostile)]]], ["name": "second"]],
    "inner": ["name": .text(hostile), "chart_svg": "<svg/>"], "chart_svg": "<svg></svg>",
]
