/// What providers' error codes mean: by kind, and by whether asking the same again helps.
///
/// ``common`` holds the words of OpenAI and of the relays; an adapter adds its own rows.
public struct ErrorTable: Sendable {
    /// What a code means.
    public struct Row: Sendable, Hashable {
        /// The kind of failure.
        public var code: VideoError.Code
        /// Whether asking the same again may succeed.
        public var isTransient: Bool

        /// Makes a row.
        public init(_ code: VideoError.Code, isTransient: Bool = false) {
            self.code = code
            self.isTransient = isTransient
        }
    }

    private var rows: [FoldedWord: Row] = [:]

    /// Makes a table. Codes are compared without regard to case and style: `invalid_api_key` is `InvalidApiKey`.
    public init(_ rows: [String: Row]) {
        // By name, so that of two spellings of one code the same counts in every run.
        for (code, row) in rows.sorted(by: { $0.key < $1.key }) { self.rows[FoldedWord(code)] = row }
    }

    /// This table and more rows, which win.
    public func adding(_ more: [String: Row]) -> ErrorTable {
        var table = self
        table.rows.merge(ErrorTable(more).rows) { $1 }
        return table
    }

    /// What a code means; nil where the table does not know it.
    public subscript(code: String) -> Row? { rows[FoldedWord(code)] }
}
