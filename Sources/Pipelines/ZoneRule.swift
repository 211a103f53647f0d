/// The rule after the last known change of a time zone, as POSIX writes it: `GMT0BST,M3.5.0/1,M10.5.0`.
struct ZoneRule: Sendable {
    /// A day of any year and a second of it, in local time.
    private enum Moment {
        /// Month, week (5 is the last), weekday.
        case week(Int, Int, Int, second: Int)
        /// Day of the year from 1, the 29 February never counted.
        case julian(Int, second: Int)
        /// Day of the year from 0.
        case ordinal(Int, second: Int)
    }

    private let standard: Int
    private let summer: (offset: Int, start: Moment, end: Moment)?

    /// nil where the text is no such rule.
    init?(_ text: String) {
        var rest = text[...]
        guard Self.takeName(&rest), let west = Self.takeTime(&rest) else { return nil }
        standard = -west
        if rest.isEmpty {
            summer = nil
            return
        }
        guard Self.takeName(&rest) else { return nil }
        var offset = standard + 3_600
        if rest.first != "," {
            guard let west = Self.takeTime(&rest) else { return nil }
            offset = -west
        }
        let parts = rest.dropFirst().split(separator: ",")
        guard parts.count == 2, let start = Self.moment(parts[0]), let end = Self.moment(parts[1])
        else { return nil }
        summer = (offset, start, end)
    }

    /// Seconds east of UTC at an instant in Unix seconds.
    func offset(at instant: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilDay(daysSinceEpoch: floorDivide(instant + standard, 86_400)).year
        let start = Self.second(summer.start, year) - standard
        let end = Self.second(summer.end, year) - summer.offset
        let isSummer =
            start < end ? instant >= start && instant < end : instant >= start || instant < end
        return isSummer ? summer.offset : standard
    }

    /// The moment in a year, in seconds since 1970 as if it were UTC.
    private static func second(_ moment: Moment, _ year: Int) -> Int {
        let newYear = CivilDay(year: year, month: 1, day: 1)
        switch moment {
        case .week(let month, let week, let weekday, let second):
            let first = CivilDay(year: year, month: month, day: 1)
            var day = first.daysSinceEpoch + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
            // The fifth may be one too many: it means the last.
            if CivilDay(daysSinceEpoch: day).month != month { day -= 7 }
            return day * 86_400 + second
        case .julian(let day, let second):
            let isLeap =
                CivilDay(year: year, month: 3, day: 1).daysSinceEpoch
                - newYear.daysSinceEpoch == 60
            return (newYear.daysSinceEpoch + day - 1 + (isLeap && day >= 60 ? 1 : 0)) * 86_400
                + second
        case .ordinal(let day, let second): return (newYear.daysSinceEpoch + day) * 86_400 + second
        }
    }

    /// `BST` or `<-03>`.
    private static func takeName(_ text: inout Substring) -> Bool {
        if text.first == "<" {
            guard let end = text.firstIndex(of: ">") else { return false }
            text = text[text.index(after: end)...]
            return true
        }
        let name = text.prefix { $0.isLetter }
        text = text.dropFirst(name.count)
        return !name.isEmpty
    }

    /// `-3:30` in seconds.
    private static func takeTime(_ text: inout Substring) -> Int? {
        let word = text.prefix { $0.isNumber || $0 == ":" || $0 == "-" || $0 == "+" }
        text = text.dropFirst(word.count)
        let parts = word.drop { $0 == "-" || $0 == "+" }.split(separator: ":").map { Int($0) }
        guard !parts.isEmpty, parts.count <= 3, !parts.contains(nil) else { return nil }
        let seconds = zip(parts, [3_600, 60, 1]).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
        return word.first == "-" ? -seconds : seconds
    }

    private static func moment(_ text: Substring) -> Moment? {
        let halves = text.split(separator: "/")
        var time = halves.count == 2 ? halves[1] : "2"
        guard let date = halves.first, let second = takeTime(&time), time.isEmpty else {
            return nil
        }
        let numbers = date.drop { $0 == "M" || $0 == "J" }.split(separator: ".").map { Int($0) }
        switch (date.first, numbers.count) {
        case ("M", 3):
            guard let month = numbers[0], let week = numbers[1], let weekday = numbers[2],
                (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            return .week(month, week, weekday, second: second)
        case ("J", 1): return numbers[0].map { .julian($0, second: second) }
        case (_, 1): return numbers[0].map { .ordinal($0, second: second) }
        default: return nil
        }
    }
}
