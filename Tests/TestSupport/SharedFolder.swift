import Glibc

/// Where tests find what lies outside the repository.
public enum TestSupport {
    /// The folder of references that some tests compare with: `$ANYTRADE_SHARED`, else `shared`
    /// beside the package; nil where there is none, and those tests are skipped.
    public static let sharedFolder: String? = {
        let named = getenv("ANYTRADE_SHARED").map { String(cString: $0) }
        let folder = named ?? packageFolder + "/../shared"
        return access(folder, R_OK) == 0 ? folder : nil
    }()

    /// The package's root.
    public static let packageFolder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()
}
