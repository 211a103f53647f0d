/// When something runs, as cron says it: minute, hour, day of month, month, day of week.
///
/// Days of month and of week combine by or where both are restricted. A time that a clock change
/// leaves out is taken at the first instant after it; one that comes twice counts once, the first
/// time, unless it runs in every hour.
public struct CronExpression: Hashable, Sendable, CustomStringConvertible {
    public let description: String
    let minutes: [Int]
    let hours: [Int]
    let days: [Int]
    let months: [Int]
    /// 0 is Sunday.
    let weekdays: [Int]
    /// Whether the day of month, the day of week says anything.
    let hasDay: Bool
    let hasWeekday: Bool

    private static let macros = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *",
        "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
        "@hourly": "0 * * * *",
    ]
    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// Reads `30 2 * * 1-5`, `5/20 6-8 * jan,jul mon`, `@daily`.
    public init(_ text: String) throws(CronError) {
        description = text
        let plain = Self.macros[text] ?? text
        if text.hasPrefix("@"), plain == text {
            throw CronError(
                description: "there is no \"\(text)\"",
                hint: "known: " + Self.macros.keys.sorted().joined(separator: ", "))
        }
        let fields = plain.lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
        guard fields.count == 5 else {
            throw CronError(
                description: "expected five fields, \"\(text)\" has \(fields.count)",
                hint: "minute hour day month weekday, such as 30 2 * * 1-5")
        }
        minutes = try CronField("minute", 0...59).values(fields[0])
        hours = try CronField("hour", 0...23).values(fields[1])
        days = try CronField("day", 1...31).values(fields[2])
        months = try CronField("month", 1...12, names: Self.monthNames, firstName: 1)
            .values(fields[3])
        let week = try CronField("weekday", 0...7, names: Self.weekdayNames).values(fields[4])
        weekdays = Set(week.map { $0 % 7 }).sorted()
        (hasDay, hasWeekday) = (!fields[2].hasPrefix("*"), !fields[4].hasPrefix("*"))
        let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard hasWeekday || months.contains(where: { longest[$0 - 1] >= days[0] }) else {
            throw CronError(description: "\"\(text)\" is a day that never comes", hint: nil)
        }
    }

    /// Whether it runs on a day at all.
    func runs(on day: CivilDay) -> Bool {
        guard months.contains(day.month) else { return false }
        let (isDay, isWeekday) = (days.contains(day.day), weekdays.contains(day.weekday))
        return hasDay && hasWeekday ? isDay || isWeekday : isDay && isWeekday
    }

    /// The first time after an instant, in Unix seconds; nil where there is none in 30 years.
    public func next(after instant: Int, in zone: TimeZoneRules) -> Int? {
        var day = CivilDay(daysSinceEpoch: floorDivide(instant + zone.offset(at: instant), 86_400))
        for _ in 0..<11_000 {
            if runs(on: day), let first = instants(on: day, in: zone).first(where: { $0 > instant })
            {
                return first
            }
            day = CivilDay(daysSinceEpoch: day.daysSinceEpoch + 1)
        }
        return nil
    }

    /// The next times after an instant, in Unix seconds.
    public func next(_ count: Int, after instant: Int, in zone: TimeZoneRules) -> [Int] {
        var times: [Int] = []
        while times.count < count, let next = next(after: times.last ?? instant, in: zone) {
            times.append(next)
        }
        return times
    }

    private func instants(on day: CivilDay, in zone: TimeZoneRules) -> [Int] {
        var instants: Set<Int> = []
        let isHourly = hours.count == 24
        for hour in hours {
            for minute in minutes {
                let local = day.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60
                let found = zone.instants(ofLocal: local)
                instants.formUnion(isHourly ? found[...] : found.prefix(1))
            }
        }
        return instants.sorted()
    }
}

/// What is wrong with a cron expression.
public struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public let hint: String?
}

/// One of the five fields: its bounds and the names it knows.
private struct CronField {
    let name: String
    let bounds: ClosedRange<Int>
    let names: [String]
    let firstName: Int

    init(_ name: String, _ bounds: ClosedRange<Int>, names: [String] = [], firstName: Int = 0) {
        self.name = name
        self.bounds = bounds
        self.names = names
        self.firstName = firstName
    }

    /// The values of `*`, `5`, `1-5`, `*/15`, `5/20`, `jan,jul` and lists of such, sorted.
    func values(_ text: String) throws(CronError) -> [Int] {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count <= 2 else { throw error(part) }
            let range = try self.range(halves[0], isOpen: halves.count == 2)
            guard let step = halves.count == 2 ? Int(halves[1]) : 1, step > 0 else {
                throw error(part)
            }
            values.formUnion(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        return values.sorted()
    }

    private func range(_ text: Substring, isOpen: Bool) throws(CronError) -> ClosedRange<Int> {
        if text == "*" { return name == "weekday" ? 0...6 : bounds }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        let first = try value(ends[0], of: text)
        if ends.count == 1 { return first...(isOpen ? bounds.upperBound : first) }
        let last = try value(ends[1], of: text)
        guard ends.count == 2, first <= last else { throw error(text) }
        return first...last
    }

    private func value(_ word: Substring, of text: Substring) throws(CronError) -> Int {
        if let place = names.firstIndex(of: String(word)) { return place + firstName }
        guard let number = Int(word), word.first != "+", bounds.contains(number) else {
            throw error(text)
        }
        return number
    }

    private func error(_ text: Substring) -> CronError {
        let words = names.isEmpty ? "" : ", \(names[0]) to \(names[names.count - 1])"
        return CronError(
            description: "\"\(text)\" is no \(name)",
            hint: "\(bounds.lowerBound) to \(bounds.upperBound)\(words), *, 1-5, */2 or a list")
    }
}
