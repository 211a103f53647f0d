@main enum RunPipeline {
    static func main() {}
}
