import Fuzzing
import Glibc

/// The program that libFuzzer drives: it calls `fuzzOneInput` with every input that it invents.
///
/// The variable `FUZZ_TARGET` names the target. Where a promise does not hold the program ends, so
/// that the fuzzer keeps the input.
@main enum Fuzzer {
    static func main() { run() }
}

private func run() -> Never {
    var (count, words) = (CommandLine.argc, CommandLine.unsafeArgv)
    exit(runDriver(&count, &words, fuzzOneInput))
}

/// libFuzzer's own main function, which SwiftPM would rename.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Under the name that libFuzzer asks the linker for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try target.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        say("broken promise: \(error)")
        abort()
    }
    return 0
}

private let target: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.named(name) else {
        let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
        say("there is no target \"\(name)\". known: \(names)")
        exit(2)
    }
    return target
}()

private func say(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}
