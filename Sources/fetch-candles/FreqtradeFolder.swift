internal import CLI
internal import Doors
internal import Freqtrade
internal import Market
internal import Records

/// Reads a folder of freqtrade's candle files, or one such file.
///
/// - Returns: `.missingInput` where a pair that was asked for has no candles.
func readFreqtrade(
    _ request: Request, _ intake: inout RecordIntake, _ sink: CandleSink
) throws -> ExitStatus {
    var missing = Set(request.pairs)
    for folder in try FreqtradeFolder.all(request) {
        let files = try folder.selection(request)
        for file in try folder.tierFiles() { try sink.addTiers(file) }
        if let facts = try folder.facts() {
            for market in facts where request.takes(market) { try sink.add(market) }
        }
        var progress = request.progress("files")
        for (index, file) in files.enumerated() where file.kind == .candles {
            progress.update(index, of: files.count)
            missing.remove(file.pair)
            let path = folder.path(file.name)
            try readCandles(file, path: path, &intake) { candle in
                let record = CandleRecord(
                    exchange: folder.exchange, pair: file.pair, timeframe: file.timeframe,
                    candle: candle)
                if request.takes(record) { try sink.add(record) }
            }
        }
        for file in files where file.kind == .fundingRates {
            try readFunding(file, folder, files, request, &intake, sink)
        }
    }
    for pair in missing.sorted() {
        let length = request.timeframe.map { "\($0) " } ?? ""
        command.say("\(request.path) has no \(length)candles of \(pair)")
    }
    return missing.isEmpty ? .done : .missingInput
}

/// A folder with candles of one exchange.
struct FreqtradeFolder {
    struct File {
        enum Kind { case candles, markPrices, fundingRates }

        let kind: Kind
        let name: String
        let pair: Pair
        let timeframe: Timeframe
        let format: CandleFileName.Format

        /// The least is read where a folder has several of the same: freqtrade's own hours come first.
        var rank: (Int, Timeframe, CandleFileName.Format) {
            (timeframe.minutes == 60 ? 0 : 1, timeframe, format)
        }
    }

    let exchange: String
    private let folder: String
    private let names: [CandleFileName]

    /// The folders to read: the one that is named, or those below it.
    static func all(_ request: Request) throws(Diagnostic) -> [FreqtradeFolder] {
        let path = request.path
        guard folderExists(path) else {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
            return [try one(folder, names: [String(parts.last ?? "")], request)]
        }
        let names = try files(of: path)
        if names.contains(where: { CandleFileName($0).meaning != .other }) {
            return [try one(path, names: names, request)]
        }
        var folders: [FreqtradeFolder] = []
        for name in names where request.exchange == nil || request.exchange == name {
            let below = path + "/" + name
            guard folderExists(below) else { continue }
            let files = try files(of: below).map(CandleFileName.init)
            if files.contains(where: { $0.meaning != .other }) {
                folders.append(FreqtradeFolder(exchange: name, folder: below, names: files))
            }
        }
        guard folders.isEmpty else { return folders }
        throw Diagnostic(
            .missingInput, "\(path) has no candles" + (request.exchange.map { " of \($0)" } ?? ""),
            hint: "freqtrade names its files PAIR-TIMEFRAME.feather: ETH_BTC-5m.feather")
    }

    /// The names in a folder, and in the one of futures below it.
    private static func files(of folder: String) throws(Diagnostic) -> [String] {
        let names = try listFolder(folder)
        guard folderExists(folder + "/futures") else { return names }
        return try names + listFolder(folder + "/futures").map { "futures/" + $0 }
    }

    private static func one(
        _ folder: String, names: [String], _ request: Request
    ) throws(Diagnostic) -> FreqtradeFolder {
        // The exchange stands above a folder of its futures.
        let name = folder.split(separator: "/").last { $0 != "futures" }.map(String.init) ?? ""
        guard let exchange = request.exchange ?? (isExchange(name) ? name : nil) else {
            throw Diagnostic(
                .usage, "\(folder) does not say its exchange", hint: "give --exchange")
        }
        return FreqtradeFolder(
            exchange: exchange, folder: folder, names: names.map(CandleFileName.init))
    }

    /// freqtrade names the folder by its exchange; `data` above it is no name of one.
    private static func isExchange(_ name: String) -> Bool {
        !["", ".", "..", "data"].contains(name)
    }

    func path(_ name: String) -> String { folder == "." ? name : folder + "/" + name }

    /// The market facts beside the candles; nil where there are none.
    func facts() throws(Diagnostic) -> [MarketFacts]? {
        let path = path("markets.json")
        guard fileExists(path) else { return nil }
        let text = try readText(path)
        do throws(FreqtradeError) {
            return try MarketsFile(parsing: text, path: path, exchange: exchange).facts
        } catch {
            throw Diagnostic(.badData, error.description, hint: error.hint)
        }
    }

    /// The leverage tiers that freqtrade keeps beside futures.
    func tierFiles() throws(Diagnostic) -> [LeverageTiersFile] {
        var files: [LeverageTiersFile] = []
        for name in names {
            let file = name.text.split(separator: "/").last ?? ""
            guard file.hasPrefix("leverage_tiers"), file.hasSuffix(".json") else { continue }
            files.append(try readTiers(path(name.text)))
        }
        return files
    }

    /// The files that hold what was asked for, by pair and timeframe, one for each.
    ///
    /// - Throws: `Diagnostic` where candles that were asked for are there in a form that is not read,
    ///   and where there are none at all.
    func selection(_ request: Request) throws(Diagnostic) -> [File] {
        var best: [String: File] = [:]
        var passedOver: [String] = []
        for name in names {
            guard let file = Self.file(name),
                file.kind == .candles
                    ? request.takes(file.pair, file.timeframe) : request.takes(file.pair)
            else { continue }
            let what = file.kind == .candles ? file.timeframe.description : "\(file.kind)"
            let key = "\(file.pair) \(what)"
            if let other = best[key] {
                let isFirst = file.rank < other.rank
                passedOver.append((isFirst ? other : file).name)
                if !isFirst { continue }
            }
            best[key] = file
        }
        try refuse(request, read: best)
        tell(request, repeated: passedOver)
        return best.values.sorted { ($0.pair, $0.timeframe) < ($1.pair, $1.timeframe) }
    }

    private func refuse(_ request: Request, read: [String: File]) throws(Diagnostic) {
        for name in names {
            guard case .refused(let pair, let timeframe, let form, let hint) = name.meaning,
                timeframe.map({ request.takes(pair, $0) }) ?? true,
                read["\(pair) \(timeframe?.description ?? "")"] == nil
            else { continue }
            throw Diagnostic(
                .badData, "\(form) cannot be read", hint: hint, location: path(name.text))
        }
        guard !names.contains(where: { Self.file($0) != nil }) else { return }
        for name in names {
            guard case .passedOver(let what) = name.meaning else { continue }
            throw Diagnostic(
                .badData, "\(what) cannot be read",
                hint: what == "trades" ? "freqtrade trades-to-ohlcv makes candles of them" : nil,
                location: path(name.text))
        }
        if let name = names.first {
            throw Diagnostic(.badData, "\(path(name.text)) is no candle file of freqtrade's")
        }
    }

    private func tell(_ request: Request, repeated: [String]) {
        guard !request.isQuiet else { return }
        func say(_ files: [String], _ why: String) {
            guard let first = files.first else { return }
            let others = files.count > 1 ? " and \(files.count - 1) more" : ""
            command.say("\(path(first))\(others) passed over: \(why)")
        }
        say(repeated, "another of the same is read")
        let unread = names.filter { if case .passedOver = $0.meaning { true } else { false } }
        say(unread.map(\.text), "trades, months and indices are not read")
    }

    private static func file(_ name: CandleFileName) -> File? {
        switch name.meaning {
        case .candles(let pair, let timeframe, let format):
            File(
                kind: .candles, name: name.text, pair: pair, timeframe: timeframe, format: format)
        case .markPrices(let pair, let timeframe, let format):
            File(
                kind: .markPrices, name: name.text, pair: pair, timeframe: timeframe,
                format: format)
        case .fundingRates(let pair, let timeframe, let format):
            File(
                kind: .fundingRates, name: name.text, pair: pair, timeframe: timeframe,
                format: format)
        case .refused, .passedOver, .other: nil
        }
    }
}
