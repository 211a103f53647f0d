@main enum RenderReport {
    static func main() {}
}
