import CLI
import Glibc
import Pipelines
import Shell

/// `schedule`: what makes the system run the pipeline at its times, or those times themselves.
struct Timetable {
    private let request: Request
    private let cron: CronExpression
    private let zone: TimeZoneRules

    init(_ request: Request) throws(Diagnostic) {
        self.request = request
        guard let zone = TimeZoneRules(name: request.pipeline.timezone) else {
            throw Diagnostic(
                .badConfiguration, "this system has no time zone \(request.pipeline.timezone)")
        }
        self.zone = zone
        if let text = request.arguments.value("cron") {
            do throws(CronError) {
                cron = try CronExpression(text)
            } catch {
                throw Diagnostic(.usage, "--cron: \(error)", hint: error.hint)
            }
            return
        }
        guard let cron = request.pipeline.schedule else {
            throw Diagnostic(
                .usage, "\(request.pipeline.file) says nothing of when it runs",
                hint: "write schedule: \"30 2 * * *\", or give --cron")
        }
        self.cron = cron
    }

    func answer() throws -> ExitStatus {
        let words = ["systemd", "crontab", "times"]
        switch try request.arguments.format(of: .schedule, among: words) {
        case "times":
            for instant in cron.next(5, after: request.nowMs / 1_000, in: zone) {
                try writeOutput(isoDate(instant * 1_000) + "\n")
            }
        case "crontab":
            guard let crontab = try units().crontab else {
                throw Diagnostic(
                    .usage, "a crontab cannot hold a line feed in a folder, a file or a value",
                    hint: "take --format systemd, or give it another name or value")
            }
            try writeOutput(crontab)
        default: try writeUnits(try units())
        }
        return .done
    }

    private func writeUnits(_ units: ScheduleUnits) throws {
        let files = [("service", units.service), ("timer", units.timer)]
        guard let folder = request.arguments.value("out") else {
            let texts = files.map { "# anytrade-\(request.pipeline.name).\($0)\n\($1)" }
            return try writeOutput(texts.joined(separator: "\n"))
        }
        try makeFolder(folder)
        for (ending, text) in files {
            let path = "\(folder)/anytrade-\(request.pipeline.name).\(ending)"
            try writeFile(text, to: path)
            try writeOutput("\(path)\n")
        }
    }

    private func units() throws(Diagnostic) -> ScheduleUnits {
        var here = [UInt8](repeating: 0, count: Int(PATH_MAX))
        guard here.withUnsafeMutableBytes({ getcwd($0.baseAddress, $0.count) }) != nil else {
            throw Diagnostic(.inputOutput, "cannot tell in which folder this is")
        }
        let folder = String(decoding: here.prefix { $0 != 0 }, as: UTF8.self)
        var command = ["\(ownFolder() ?? "")/run-pipeline", "--quiet", request.pipeline.file]
        for word in request.arguments.values("set") { command += ["--set", word] }
        if request.arguments.flag("store") { command += ["--store", request.arguments.storePath] }
        if let state = request.arguments.value("state") { command += ["--state", state] }
        if let busy = request.arguments.value("on-busy") { command += ["--on-busy", busy] }
        return ScheduleUnits(
            name: request.pipeline.name, command: command, folder: folder, cron: cron,
            timezone: request.pipeline.timezone, user: try user())
    }

    /// Whom `--user` names: a name or a number, nothing that could begin another line of the unit.
    private func user() throws(Diagnostic) -> String? {
        guard let user = request.arguments.value("user") else { return nil }
        let isName = user.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isName, !user.isEmpty, !user.hasPrefix("-") else {
            throw Diagnostic(
                .usage, "--user is \"\(user)\", expected the name of a user",
                hint: "letters, digits, \"_\", \".\" and \"-\"")
        }
        return user
    }
}
