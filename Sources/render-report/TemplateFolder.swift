internal import CLI
internal import Glibc
internal import Reports

/// Templates, style sheet and script, read from a folder.
struct TemplateFolder {
    private let folder: String
    private let templates: Templates
    private let assets: [String: String]

    /// Looks into `folder`; without one into `site-templates` here, then beside the tool's package.
    init(_ folder: String?) throws {
        let folder = try folder ?? Self.standard()
        var sources: [String: String] = [:]
        for file in try listFolder(folder) where file.hasSuffix(".mustache") {
            // A file's last line feed belongs to the file, not to the place it is included in.
            sources[String(file.dropLast(".mustache".count))] =
                try readText(folder + "/" + file).trimmed
        }
        self.folder = folder
        do throws(TemplateError) {
            templates = try Templates(sources)
        } catch {
            throw Diagnostic(error, in: folder)
        }
        assets = [
            "style": try readText(folder + "/style.css").trimmed,
            "script": try readText(folder + "/script.js").trimmed,
        ]
    }

    /// The site's files, still to be made.
    func rendering(of site: Site) -> Rendering { site.render(templates, assets: assets) }

    /// Hands over every file of the site.
    ///
    /// - Throws: `Diagnostic` at the template that repeats itself without end.
    func render(_ files: Rendering, _ take: (Site.File) throws -> Void) throws {
        do {
            try files.forEach(take)
        } catch let error as TemplateError {
            throw Diagnostic(error, in: folder)
        }
    }

    private static func standard() throws(Diagnostic) -> String {
        var candidates = ["site-templates"]
        if let tool = executablePath() {
            // .build/release/render-report, or PREFIX/bin/render-report.
            var parts = tool.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            for _ in 0..<4 where !parts.isEmpty {
                candidates.append(parts.joined(separator: "/") + "/site-templates")
                candidates.append(parts.joined(separator: "/") + "/share/anytrade/site-templates")
                parts = parts.dropLast()
            }
        }
        guard let found = candidates.first(where: fileExists) else {
            throw Diagnostic(
                .missingInput, "there is no folder site-templates here or beside the tool",
                hint: "name one with --templates")
        }
        return found
    }

    private static func executablePath() -> String? {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension String {
    fileprivate var trimmed: String { hasSuffix("\n") ? String(dropLast()) : self }
}

extension Diagnostic {
    fileprivate init(_ error: TemplateError, in folder: String) {
        self.init(
            .badConfiguration, error.message,
            location: "\(folder)/\(error.template).mustache:\(error.line)")
    }
}
