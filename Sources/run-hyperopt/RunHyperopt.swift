@main enum RunHyperopt {
    static func main() {}
}
