internal import CLI
internal import Doors
internal import JSONL
internal import Reports

private let command = Command(
    name: "render-report", summary: "Renders the store, or records, as a site of static pages.",
    usage: "[FILE | -]...", operands: 0...Int.max,
    examples: [
        .init("render-report --store anytrade.sqlite --out site", "every run, bot and break"),
        .init(
            "run-backtest -s x.strategy.yaml - | render-report - --out site",
            "one back-test, without a store"),
        .init("render-report --context index.html", "what the page's template may show"),
    ],
    options: [
        .store,
        Option("out", short: "o", value: "FOLDER", default: "site", help: "where the pages go"),
        Option(
            "templates", value: "FOLDER",
            help: "templates, style sheet and script (default: site-templates)"),
        Option("context", value: "PAGE", help: "print the page's context as JSON; write nothing"),
        Option(
            "baseline", value: "NAME",
            help: "the run or strategy that others are compared with (default: see below)"),
        .asOf, .quiet,
    ] + RecordIntake.options,
    environment: [("ANYTRADE_STORE", "the store, where --store is not given")],
    answers: [
        .badData: "a record is wrong", .missingInput: "no such store, file or template",
        .tryAgain: "another tool keeps the store busy", .cannotCreate: "a page cannot be written",
        .badConfiguration: "a template is wrong",
    ],
    notes: [
        "Pages open from the disk, offline, and are the same bytes for the same input: no clock is "
            + "read, --as-of alone puts an instant in the footer. Pages of an earlier rendering "
            + "that are no longer made are removed; other files in FOLDER stay.",
        "Without --baseline, compare/ measures all runs against the best known: of the largest group "
            + "of runs that compare, the one with the highest Sharpe of daily returns.",
        "Prints the first page's path and the three findings that matter most.",
    ])

private func run() -> Never {
    command.main { arguments in
        var intake = RecordIntake(arguments, of: command)
        let gathered =
            arguments.operands.isEmpty
            ? try Gathered(store: arguments.storePath)
            : try Gathered(files: arguments.operands, &intake)
        let site = Site(
            try gathered.content(
                asOfMs: arguments.instantMs("as-of"), baseline: arguments.value("baseline")))
        if let path = arguments.value("context") {
            try printContext(path, of: site)
        } else {
            try render(site, arguments)
        }
        return intake.ending(.done)
    }
}

private func render(_ site: Site, _ arguments: Arguments) throws {
    let folder = try TemplateFolder(arguments.value("templates"))
    let isQuiet = arguments.flag("quiet")
    let files = folder.rendering(of: site)
    let out = SiteFolder(path: arguments.value("out") ?? "site")
    try out.write(files, of: folder, isQuiet: isQuiet)
    if !isQuiet { try writeWords(summary(site, at: out.path)) }
}

private func printContext(_ path: String, of site: Site) throws(Diagnostic) {
    let pages = site.pages()
    guard let page = pages.first(where: { $0.path == path }) else {
        let near = suggestion(for: path, among: pages.map(\.path))
        throw Diagnostic(
            .usage, "there is no page \(path)",
            hint: near.map { "did you mean \($0)?" }
                ?? "pages: \(pages.map(\.path).joined(separator: ", "))")
    }
    try writeOutput(page.context.text + "\n")
}

private func summary(_ site: Site, at folder: String) -> String {
    let findings = site.content.findings.prefix(3).map { finding in
        "  \(finding.mark) \(visible(finding.text))\n"
    }
    return folder + "/index.html\n" + findings.joined()
}

@main enum RenderReport {
    static func main() { run() }
}
