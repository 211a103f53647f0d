public import Market
public import YAML

/// A decision to live with some breaks for a while.
public struct DeskWaiver: Hashable, Sendable {
    /// One break's id; nil for a pattern.
    public var id: String?
    /// A pattern: a code, and a bot and a pair where they are given.
    public var code: String?
    public var bot: String?
    public var pair: String?
    public var reason: String
    /// The instant from which it no longer counts.
    public var until: Timestamp
    /// Who decided; nil where nobody signed.
    public var by: String?
    /// Where it stands: `desk.yaml:12:5`.
    public var place: String

    /// Reads a file whose one key `waivers` holds a list of them.
    ///
    /// - Throws: `YAMLError` with the place of the first mistake.
    public static func list(parsing text: String, source: String) throws(YAMLError) -> [DeskWaiver]
    {
        let root = try YAMLNode(parsing: text, source: source)
        _ = try root.entries(knowing: ["waivers"])
        return try list(try root.required("waivers"))
    }

    static func list(_ node: YAMLNode) throws(YAMLError) -> [DeskWaiver] {
        var waivers: [DeskWaiver] = []
        for element in try node.list() { waivers.append(try DeskWaiver(element)) }
        return waivers
    }

    private init(_ node: YAMLNode) throws(YAMLError) {
        _ = try node.entries(knowing: ["id", "code", "bot", "pair", "reason", "until", "by"])
        id = try node["id"]?.string()
        code = try node["code"]?.string()
        bot = try node["bot"]?.string()
        pair = try node["pair"]?.string()
        reason = try node.required("reason").string()
        until = Timestamp(milliseconds: try node.required("until").instantMs())
        by = try node["by"]?.string()
        place = "\(node.source):\(node.line):\(node.column)"
        guard (id == nil) != (code == nil) else {
            throw node.error(
                "a waiver names one break by its id, or a kind of break by its code",
                hint: "write id: TRD-PRICE-0123456789ab, or code: TRD-PRICE and bot: NAME")
        }
        guard id == nil || (bot == nil && pair == nil) else {
            throw node.error("a waiver with an id needs no bot and no pair")
        }
    }
}

extension YAMLNode {
    /// A day or an instant, Unix milliseconds UTC.
    func instantMs() throws(YAMLError) -> Int {
        let text = try string()
        do throws(MarketError) {
            return try Timestamp(text).milliseconds
        } catch {
            throw self.error(
                "\"\(text)\" is no instant", hint: "write 2026-12-31 or 2026-12-31T18:00:00Z")
        }
    }
}
