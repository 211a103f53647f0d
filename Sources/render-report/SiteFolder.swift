internal import CLI
internal import Glibc
internal import Reports
internal import Shell

/// The folder that a site is rendered into. A manifest names our pages, so that those of an earlier
/// rendering can go without touching files that others put there.
struct SiteFolder {
    let path: String

    private var manifest: String { path + "/.anytrade-site" }

    /// Writes every page whole or not at all, and none where one cannot be made: all take their places
    /// together. Pages that would not change are left alone, and those of the last rendering that are
    /// no longer made are removed. Two renderings follow each other, and one that was killed is gone
    /// before the next begins, however long the disk kept it.
    func write(
        _ files: Rendering, of templates: TemplateFolder, isQuiet: Bool
    ) throws {
        try makeFolder(path)
        // Where a file system knows no locks of folders, users see to it that renderings do not meet.
        let lock = try? FileLock(folder: path, waiting: true)
        try withExtendedLifetime(lock) {
            try writeAlone(files, of: templates, isQuiet: isQuiet)
        }
    }

    private func writeAlone(
        _ files: Rendering, of templates: TemplateFolder, isQuiet: Bool
    ) throws {
        let known = earlierPages()
        let current = Set(files.paths)
        try removeLeftovers(beside: known)
        // Until the new pages stand, both old and new ones are ours.
        try writeManifest(Set(known).union(current))
        try publish(files, of: templates, isQuiet: isQuiet)
        for page in known where !current.contains(page) { remove(page) }
        try writeManifest(current)
    }

    private func publish(
        _ files: Rendering, of templates: TemplateFolder, isQuiet: Bool
    ) throws {
        var pending: [PendingFile] = []
        do {
            var progress = Progress("files", quiet: isQuiet)
            var (done, folders) = (0, Set<String>())
            let count = files.paths.count
            try templates.render(files) { file in
                progress.update(done, of: count)
                done += 1
                let target = path + "/" + file.path
                if let folder = target.lastIndex(of: "/").map({ String(target[..<$0]) }),
                    folders.insert(folder).inserted
                {
                    try makeFolder(folder)
                }
                if fileExists(target), try readFile(target) == file.bytes { return }
                pending.append(
                    try PendingFile(file.bytes, for: target, isSynchronised: false))
            }
            try diagnosing(.inputOutput) { try synchroniseFileSystem(of: path) }
        } catch {
            for file in pending { file.discard() }
            throw error
        }
        for file in pending { try file.commit() }
    }

    /// A rendering that was killed left pages that had not taken their places yet.
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
