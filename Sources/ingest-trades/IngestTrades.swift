@main enum IngestTrades {
    static func main() {}
}
