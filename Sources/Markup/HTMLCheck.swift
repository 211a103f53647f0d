/// What a page must keep to so that everyone can read it: well formed, one `h1`, headings in order,
/// ids unique, links inside the page found, headers with a scope, charts and tables with a name.
///
/// Returns one sentence for each rule that is broken; none for a good page.
public func htmlProblems(_ page: String) -> [String] {
    do throws(MarkupError) {
        let root = try Element(page: page)
        return structure(root) + names(root) + references(root)
    } catch {
        return ["line \(error.line): \(error.message)"]
    }
}

private func structure(_ root: Element) -> [String] {
    var problems: [String] = []
    if root.name != "html" { problems.append("the root is <\(root.name)>, not <html>") }
    if root.attributes["lang", default: ""].isEmpty { problems.append("no lang") }
    if root.all(named: "title").allSatisfy(\.text.isEmpty) { problems.append("no title") }
    let policies = root.all(named: "meta").filter {
        $0.attributes["http-equiv"] == "Content-Security-Policy"
    }
    if policies.isEmpty { problems.append("no Content-Security-Policy") }
    let headings = root.all.filter { ["h1", "h2", "h3", "h4", "h5", "h6"].contains($0.name) }
    let count = headings.filter { $0.name == "h1" }.count
    if count != 1 { problems.append("\(count) h1") }
    for (before, after) in zip(headings, headings.dropFirst())
    where level(after) > level(before) + 1 {
        problems.append("line \(after.line): <\(after.name)> after <\(before.name)>")
    }
    return problems
}

private func level(_ heading: Element) -> Int { Int(heading.name.dropFirst()) ?? 0 }

private func names(_ root: Element) -> [String] {
    var problems: [String] = []
    for element in root.all {
        let place = "line \(element.line): <\(element.name)>"
        let label = element.attributes["aria-label"] ?? ""
        switch element.name {
        case "th" where element.attributes["scope"] == nil: problems.append(place + " no scope")
        case "table" where element.all(named: "caption").isEmpty && label.isEmpty:
            problems.append(place + " no caption")
        case "svg" where element.attributes["role"] == "img" && element.all(named: "title").isEmpty:
            problems.append(place + " no title")
        case "a" where element.text.isEmpty && label.isEmpty: problems.append(place + " no text")
        case "input" where label.isEmpty: problems.append(place + " no label")
        default: break
        }
    }
    return problems
}

private func references(_ root: Element) -> [String] {
    var (problems, seen) = ([String](), Set<String>())
    for identifier in root.all.compactMap({ $0.attributes["id"] })
    where !seen.insert(identifier).inserted {
        problems.append("id \"\(identifier)\" twice")
    }
    for element in root.all {
        if let target = element.attributes["href"], target.hasPrefix("#"), target.count > 1,
            !seen.contains(String(target.dropFirst()))
        {
            problems.append("line \(element.line): no \(target) on the page")
        }
        for key in ["aria-labelledby", "aria-describedby"] {
            for name in element.attributes[key, default: ""].split(separator: " ")
            where !seen.contains(String(name)) {
                problems.append("line \(element.line): \(key) names no \(name)")
            }
        }
    }
    return problems
}
