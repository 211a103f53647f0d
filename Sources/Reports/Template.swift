internal import Markup
public import JSONL

/// A set of Mustache templates that may include each other.
///
/// The core of the published specification: variables (escaped), sections, inverted sections,
/// partials, comments, dotted names and the implicit iterator. Set delimiters, lambdas and
/// inheritance are refused. A triple mustache is allowed for names that end in `_svg` or `_html` alone:
/// what we drew ourselves; everything else is escaped.
public struct Templates: Sendable {
    private let program: TemplateProgram

    /// `allowsAnyRaw` lifts the rule about triple mustaches.
    ///
    /// - Throws: `TemplateError` for a template that cannot be read.
    public init(_ sources: [String: String], allowsAnyRaw: Bool = false) throws(TemplateError) {
        program = try TemplateProgram(sources, allowsAnyRaw: allowsAnyRaw)
    }

    /// The template's text with `context` filled in, UTF-8.
    ///
    /// - Throws: `TemplateError` for a template that does not exist, and where sections and partials repeat
    ///   each other without an end in sight.
    public func render(
        _ name: String, _ context: JSONValue
    ) throws(TemplateError) -> [UInt8] {
        var renderer = TemplateRenderer(program)
        guard let template = program.template(name) else {
            throw TemplateError(
                template: name, line: 1, message: "a page needs this template, and it is missing")
        }
        renderer.render(template, context)
        guard renderer.rest > 0 else {
            throw TemplateError(
                template: name, line: 1,
                message: "sections and partials repeat each other more than "
                    + "\(TemplateRenderer.mostPieces) times")
        }
        return renderer.output.bytes
    }
}

/// Where a template cannot be read, and why.
public struct TemplateError: Error, Hashable, Sendable {
    public let template: String
    /// Counted from 1.
    public let line: Int
    public let message: String
}
