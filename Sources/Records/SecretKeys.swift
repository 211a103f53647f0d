public import JSONL

/// Which keys of a freqtrade configuration open doors, so that no record, page or message has them.
public enum SecretKeys {
    /// Parts of the configuration that are dropped whole: they hold addresses and credentials.
    private static let sections: Set<String> = [
        "api_server", "telegram", "discord", "webhook", "external_message_consumer", "db_url",
        "exchange.ccxt_config", "exchange.ccxt_sync_config", "exchange.ccxt_async_config",
    ]

    private static let exchangeKeys: Set<String> = [
        "key", "uid", "login", "twofa", "walletaddress", "account_id", "accountid",
    ]

    private static let words = [
        "secret", "password", "passphrase", "token", "apikey", "api_key", "privatekey",
        "private_key", "credential", "jwt",
    ]

    /// Whether the key at `path`, from the outermost name inwards, must stay where it is.
    public static func contains(_ path: [String]) -> Bool {
        let lowered = path.map { $0.lowercased() }
        guard let name = lowered.last else { return false }
        return lowered.indices.contains { sections.contains(lowered[...$0].joined(separator: ".")) }
            || (lowered.first == "exchange" && exchangeKeys.contains(name))
            || words.contains { isFound($0.utf8, in: name.utf8) }
    }

    /// Sooner than Swift's own search, which takes as long as reading a configuration.
    private static func isFound(_ word: String.UTF8View, in name: String.UTF8View) -> Bool {
        let first = word.first
        return name.indices.contains { name[$0] == first && name[$0...].starts(with: word) }
    }

    /// The configuration without its secrets; addresses with a user name in them are secrets too.
    public static func removed(from configuration: JSONValue) -> JSONValue {
        removed(from: configuration, path: [])
    }

    private static func removed(from value: JSONValue, path: [String]) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.filter { !contains(path + [$0.key]) && !isAddressWithUser($0.value) }
                    .map { .init($0.key, removed(from: $0.value, path: path + [$0.key])) })
        case .list(let elements):
            .list(
                elements.filter { !isAddressWithUser($0) }.map { removed(from: $0, path: path) })
        default: value
        }
    }

    private static func isAddressWithUser(_ value: JSONValue) -> Bool {
        guard case .text(let text) = value, let scheme = text.firstRange(of: "://") else {
            return false
        }
        return text[scheme.upperBound...].prefix { $0 != "/" }.contains("@")
    }
}
