@main enum RunBacktest {
    static func main() {}
}
