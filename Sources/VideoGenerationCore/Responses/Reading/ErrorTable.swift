/// The meaning of providers' error codes: the kind of error, and whether the same request may succeed later.
///
/// ``common`` contains the codes of OpenAI and of relays. An adapter adds its own rows.
public struct ErrorTable: Sendable {
    /// The meaning of one error code.
    public struct Row: Sendable, Hashable {
        /// The kind of error that the code means.
        package var code: VideoError.Code
        /// Whether the same request may succeed later.
        package var isTransient: Bool

        /// Creates a row from a kind of error.
        public init(_ code: VideoError.Code, isTransient: Bool = false) {
            self.code = code
            self.isTransient = isTransient
        }
    }

    private var rows: [FoldedWord: Row] = [:]

    /// Creates a table. Codes are compared without regard to case and style: `invalid_api_key` equals `InvalidApiKey`.
    public init(_ rows: [String: Row]) {
        // Sorted, so that the result does not depend on the order of a dictionary if two spellings name one code.
        for (code, row) in rows.sorted(by: { $0.key < $1.key }) { self.rows[FoldedWord(code)] = row }
    }

    /// Returns this table with more rows. A new row replaces an existing one with the same code.
    public func adding(_ more: [String: Row]) -> ErrorTable {
        var table = self
        table.rows.merge(ErrorTable(more).rows) { $1 }
        return table
    }

    /// The meaning of a code; nil if the table does not contain it.
    package subscript(code: String) -> Row? { rows[FoldedWord(code)] }
}
