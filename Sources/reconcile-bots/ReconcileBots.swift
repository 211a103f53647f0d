@main enum ReconcileBots {
    static func main() {}
}
