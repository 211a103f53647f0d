/// A schedule in the words of those who keep it: systemd and cron.
public struct ScheduleUnits: Sendable {
    private let name: String
    /// The program and its arguments.
    private let command: [String]
    /// The folder in which it runs.
    private let folder: String
    private let cron: CronExpression
    private let timezone: String
    /// Whom systemd runs it as; nil for whose units they are.
    private let user: String?

    public init(
        name: String, command: [String], folder: String, cron: CronExpression, timezone: String,
        user: String? = nil
    ) {
        self.user = user
        self.name = name
        self.command = command
        self.folder = folder
        self.cron = cron
        self.timezone = timezone
    }

    /// The unit that runs the pipeline once.
    public var service: String {
        let folder = folder.unicodeScalars.split(separator: "%", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "%%")
        return """
            [Unit]
            Description=Pipeline \(name)

            [Service]
            Type=oneshot
            \(user.map { "User=\($0)\n" } ?? "")\
            WorkingDirectory=\(folder)
            ExecStart=\(command.map(Self.systemdWord).joined(separator: " "))
            # The driver passes TERM on and gives its programs ten seconds.
            KillMode=mixed
            TimeoutStopSec=30

            """
    }

    /// The unit that starts it at its times, and after the machine was off at one of them.
    public var timer: String {
        let lines = calendar.map { "OnCalendar=\($0)" }.joined(separator: "\n")
        return """
            [Unit]
            Description=Pipeline \(name), \(cron)

            [Timer]
            \(lines)
            Persistent=true

            [Install]
            WantedBy=timers.target

            """
    }

    /// A line of a crontab, and what it stands on; nil where a word has lines of its own, which a
    /// crontab cannot hold.
    public var crontab: String? {
        guard !(command + [folder]).contains(where: { $0.utf8.contains(0x0A) }) else { return nil }
        let words = command.map(Step.quoted).joined(separator: " ")
        let line = "cd \(Step.quoted(folder)) && \(words)"
        // To cron a percent sign is the end of a line.
        let escaped = line.unicodeScalars.split(separator: "%", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "\\%")
        return """
            # Where cron does not know CRON_TZ, the machine's time zone counts.
            CRON_TZ=\(timezone)
            \(cron) \(escaped)

            """
    }

    /// The times as systemd writes them. Where cron takes one of two kinds of day, systemd asks for
    /// both: so each kind gets a line of its own.
    var calendar: [String] {
        let time =
            "\(list(cron.hours, of: 24, width: 2)):\(list(cron.minutes, of: 60, width: 2)):00 "
            + timezone
        let months = list(cron.months, of: 12, width: 2)
        let days = list(cron.days, of: 31, width: 2)
        let weekdays = cron.weekdays.map { Self.weekdayNames[$0] }.joined(separator: ",") + " "
        switch (cron.weekdays.count < 7, cron.hasDay && cron.hasWeekday) {
        case (true, true):
            return ["*-\(months)-\(days) \(time)", "\(weekdays)*-\(months)-* \(time)"]
        case (true, false): return ["\(weekdays)*-\(months)-\(days) \(time)"]
        case (false, true): return ["*-\(months)-* \(time)"]
        case (false, false): return ["*-\(months)-\(days) \(time)"]
        }
    }

    private static let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    private func list(_ values: [Int], of all: Int, width: Int) -> String {
        if values.count == all { return "*" }
        return values.map { value in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: ",")
    }

    private static func systemdWord(_ word: String) -> String {
        // Scalar by scalar: an accent behind a quote makes one character of the two.
        let escaped = word.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "%": result += "%%"
            case "$": result += "$$"
            case "\n": result += "\\n"
            case "\\", "\"": result += "\\\(scalar)"
            default: result.unicodeScalars.append(scalar)
            }
        }
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@".contains($0) }
        return isPlain && !word.isEmpty ? word : "\"\(escaped)\""
    }
}
