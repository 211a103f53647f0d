@main enum QueryStore {
    static func main() {}
}
