internal import CLI
internal import Glibc
internal import Reports

/// The folder that a site is rendered into. A manifest names our pages, so that those of an earlier
/// rendering can go without touching files that others put there.
struct SiteFolder {
    let path: String

    private var manifest: String { path + "/.anytrade-site" }

    /// Writes every page whole or not at all, leaves those alone that would not change, and removes
    /// the pages of the last rendering that are no longer made.
    func write(
        _ files: Rendering, of templates: TemplateFolder, isQuiet: Bool
    ) throws(Diagnostic) {
        try makeFolder(path)
        let known = earlierPages()
        let current = Set(files.paths)
        try removeLeftovers(beside: known)
        // Until the new pages stand, both old and new ones are ours.
        try writeManifest(Set(known).union(current))
        var progress = Progress("files", quiet: isQuiet)
        for index in files.paths.indices {
            progress.update(index, of: current.count)
            let file = try templates.file(at: index, of: files)
            let target = path + "/" + file.path
            if let folder = target.lastIndex(of: "/") { try makeFolder(String(target[..<folder])) }
            let bytes = Array(file.text.utf8)
            if fileExists(target), try readFile(target) == bytes { continue }
            try writeFile(bytes, to: target)
        }
        for page in known where !current.contains(page) { remove(page) }
        try writeManifest(current)
    }

    /// A rendering that was killed left at most the page that it was writing then.
    private func removeLeftovers(beside pages: [String]) throws(Diagnostic) {
        let folders = pages.map { page in page.lastIndex(of: "/").map { "/" + page[..<$0] } ?? "" }
        for folder in Set(folders + [""]) where fileExists(path + folder) {
            try CLI.removeLeftovers(in: path + folder)
        }
    }

    private func writeManifest(_ pages: Set<String>) throws(Diagnostic) {
        try writeFile(pages.sorted().map { $0 + "\n" }.joined(), to: manifest)
    }

    /// Pages that the last rendering wrote; a line that leads out of the folder is none.
    private func earlierPages() -> [String] {
        guard let text = try? readText(manifest) else { return [] }
        return text.split(separator: "\n").map(String.init).filter { page in
            [".html", ".csv", ".json", ".atom"].contains { page.hasSuffix($0) }
                && !page.hasPrefix("/")
                && !page.split(separator: "/", omittingEmptySubsequences: false)
                    .contains { $0 == ".." || $0 == "." || $0.isEmpty }
        }
    }

    /// Removes a page and the folders that it leaves empty.
    private func remove(_ page: String) {
        unlink(path + "/" + page)
        var parts = page.split(separator: "/").dropLast()
        while !parts.isEmpty, rmdir(path + "/" + parts.joined(separator: "/")) == 0 {
            parts = parts.dropLast()
        }
    }
}
