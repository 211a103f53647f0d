internal import Archive
internal import Freqtrade
internal import JSONL
internal import Market
internal import Records

/// The most bytes that anything may unpack to here: a bomb is refused, not swallowed.
private let limit = 1 << 22

/// Packed files and tables are unpacked or refused, in bounded memory; what we pack comes back.
func checkArchive(_ bytes: [UInt8]) throws {
    if ZipReader.isZip(bytes) {
        try checkZip(bytes)
    } else if Gzip.isGzip(bytes) {
        try checkGzip(bytes)
    } else if ArrowFile.isArrow(bytes) {
        try checkArrow(bytes)
    } else {
        try checkEpochs(bytes)
        try checkPacking(bytes)
    }
}

private func checkZip(_ bytes: [UInt8]) throws {
    do {
        let zip = try ZipReader(bytes)
        for entry in zip.entries.prefix(20) {
            guard let content = try? zip.bytes(of: entry, limit: limit) else { continue }
            try promise(content.count <= limit, "\(entry.name) is larger than the limit")
        }
    } catch let error as ArchiveError {
        try promise(!error.reason.isEmpty, "an error without words")
    }
    try checkResult(bytes)
}

/// The door of freqtrade's back-tests; trades that it lets in are written and read again unchanged.
func checkResult(_ bytes: [UInt8]) throws {
    do {
        for result in try BacktestArchive(bytes, path: "fuzz").results {
            for trade in result.trades { try checkRoundTrip(trade) }
            try checkRoundTrip(result.run)
        }
    } catch let error as FreqtradeError {
        try promise(!error.description.isEmpty, "an error without words")
    }
}

private func checkGzip(_ bytes: [UInt8]) throws {
    do {
        let content = try Gzip.unpacked(bytes, limit: limit)
        try promise(content.count <= limit, "more came out than the limit")
        try checkCandles(content, .json)
    } catch let error as ArchiveError {
        try promise(!error.reason.isEmpty, "an error without words")
    }
}

private func checkArrow(_ bytes: [UInt8]) throws {
    do {
        let file = try ArrowFile(bytes, limit: limit)
        for index in 0..<min(file.batchCount, 8) {
            let batch = try file.batch(index)
            for column in file.fields.indices {
                let integers = try? batch.integers(column)
                let reals = try? batch.reals(column)
                for count in [integers?.count, reals?.count].compactMap(\.self) {
                    try promise(count == batch.rowCount, "\(count) values, \(batch.rowCount) rows")
                }
            }
        }
    } catch let error as ArchiveError {
        try promise(!error.reason.isEmpty, "an error without words")
    }
    try checkCandles(bytes, .feather)
}

/// A file of freqtrade's data folder.
func checkCandles(_ bytes: [UInt8], _ format: CandleFileName.Format) throws {
    guard let pair = try? Pair("BTC/USDT"), let timeframe = try? Timeframe("5m") else { return }
    do {
        try CandleFile(path: "fuzz", bytes: bytes).forEachCandle(format) { _, result in
            guard case .success(let candle) = result else { return }
            try checkRoundTrip(
                CandleRecord(exchange: "fuzz", pair: pair, timeframe: timeframe, candle: candle))
        }
    } catch let error as FreqtradeError {
        try promise(!error.description.isEmpty, "an error without words")
    }
}

private func checkEpochs(_ bytes: [UInt8]) throws {
    var file = EpochFile()
    for line in bytes.split(separator: 0x0A).prefix(50) {
        do {
            try checkRoundTrip(try file.trial(Array(line)))
        } catch let error as JSONError {
            try promise((0...line.count).contains(error.offset), "\(error) in \(line.count) bytes")
        }
    }
    if let run = file.run { try checkRoundTrip(run) }
}

private func checkPacking(_ bytes: [UInt8]) throws {
    try promise(try Gzip.unpacked(Gzip.packed(bytes)) == bytes, "gzip changed the bytes")
}
