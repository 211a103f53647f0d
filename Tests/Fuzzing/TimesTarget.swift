internal import CLI
internal import Market
internal import Pipelines

/// Cron expressions, and every other word for a time, a length or an amount: read or refused, and
/// what is printed is read as the same.
func checkTimes(_ bytes: [UInt8]) throws {
    for line in text(bytes).split(whereSeparator: \.isNewline).prefix(8).map(String.init) {
        try checkCron(line)
        try checkWords(line)
        try checkAmount(line)
    }
}

private func checkCron(_ line: String) throws {
    let start = 1_793_000_000
    do {
        let cron = try CronExpression(line)
        guard let zone = TimeZoneRules(name: "UTC") else { return }
        let times = cron.next(3, after: start, in: zone)
        try promise(times == times.sorted() && Set(times).count == times.count, "\(times)")
        try promise(times.allSatisfy { $0 > start }, "\(line) comes before it is due")
        let units = ScheduleUnits(
            name: "fuzz", command: ["run-pipeline", line], folder: "/desk", cron: cron,
            timezone: "UTC")
        for lines in [units.service, units.timer, units.crontab ?? "none"] {
            try promise(!lines.isEmpty, "a schedule without words")
        }
    } catch let error as CronError {
        try promise(!error.description.isEmpty, "an error without words")
    }
}

private func checkWords(_ line: String) throws {
    let now = 1_793_000_000_000
    _ = CLI.duration(line)
    _ = CLI.instantMs(line, nowMs: now)
    _ = CLI.dayRange(line, nowMs: now)
    if let timeframe = try? Timeframe(line) {
        try promise(try Timeframe(timeframe.description) == timeframe, "\(timeframe)")
    }
    if let instant = try? Timestamp(line) {
        try promise(try Timestamp(instant.description) == instant, "\(instant)")
        _ = (instant.weekday, instant.hour)
    }
    if let pair = try? Pair(line) {
        try promise(try Pair(pair.description) == pair, "\(pair)")
    }
}

private func checkAmount(_ line: String) throws {
    guard let amount = Amount(line) else { return }
    let same = Amount(amount.description)
    try promise(same == amount, "\(line) is printed as \(amount)")
    let zero = amount - amount
    try promise(zero + amount == amount, "\(amount) is not itself after adding nothing")
    guard amount != zero else { return }
    try promise(amount.remainder(dividingBy: amount) == zero, "\(amount) does not divide itself")
    _ = amount.divided(by: amount)
    _ = amount * amount
}
