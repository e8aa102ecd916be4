#if canImport(Glibc)
import func Glibc.getenv
#elseif canImport(Musl)
import func Musl.getenv
#else
import func Darwin.getenv
#endif

extension Secret {
    /// Creates a secret from an environment variable of this process.
    ///
    /// ```swift
    /// let key = try Secret(environment: "MINIMAX_API_KEY")
    /// ```
    /// - Parameter variable: The name of the variable.
    /// - Throws: ``VideoError`` with code `authenticationFailed` if the variable is missing or empty, or if its value
    ///   cannot be a key; see ``init(_:)``.
    public init(environment variable: String) throws(VideoError) {
        try self.init(environment: variable, of: nil)
    }

    /// Creates a secret from an environment variable of this process, for the provider that the message names.
    init(environment variable: String, of provider: String?) throws(VideoError) {
        try self.init(variable: variable, of: provider) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Creates a secret from a variable.
    /// - Parameters:
    ///   - variable: The name of the variable.
    ///   - provider: The provider that needs the key, for the message; nil if it is not known.
    ///   - value: Returns the value of a variable, or nil if it is not set.
    init(variable: String, of provider: String?, value: (String) -> String?) throws(VideoError) {
        guard let value = value(variable), !value.isEmpty else {
            throw VideoError(
                .authenticationFailed,
                "\(provider.map { "\($0) needs a key, and" } ?? "A key is needed, and") \(variable) is not set.",
                advice: "Nothing was sent. Run: export \(variable)=…",
                provider: provider
            )
        }
        try self.init(value)
    }
}
