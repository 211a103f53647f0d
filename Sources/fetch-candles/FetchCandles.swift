@main enum FetchCandles {
    static func main() {}
}
