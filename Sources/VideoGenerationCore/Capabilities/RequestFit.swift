/// A request held against what a model can do: what fits, and what would have to change.
public struct RequestFit: Sendable, Hashable {
    /// One field that does not fit, and the nearest value that does.
    public struct Change: Sendable, Hashable {
        /// The field's name: `seconds`, `resolution`, `size`, `aspect ratio`.
        public var field: String
        /// What was asked for.
        public var asked: String
        /// Everything that is allowed; empty where the model takes no choice.
        public var allowed: [String]
        /// The nearest allowed value; nil where the field has to be left out.
        public var nearest: String?

        /// `seconds 10 → 6`
        public var description: String { "\(field) \(asked) → \(nearest ?? "left out")" }
    }

    /// The request with every change made: what `--snap` sends.
    public var request: VideoRequest
    /// The changes; empty where the request fits as it is.
    public var changes: [Change] = []

    /// The request, where it fits as it is.
    /// - Throws: ``VideoError`` with code `invalidRequest`, which names the allowed values and the nearest.
    public func unchanged(for model: String) throws -> VideoRequest {
        guard let first = changes.first else { return request }
        let asked = Redaction.singleLine(first.asked, limit: 40)
        var message = "\(model) does not take \(asked) for \(first.field)"
        message +=
            first.allowed.isEmpty
            ? ": it takes no \(first.field)." : ": it takes \(first.allowed.joined(separator: ", "))."
        let advice = changes.map { $0.nearest.map { "The nearest is \($0)." } ?? "Leave it out." }
        throw VideoError(.invalidRequest, message, advice: "Nothing was sent. \(advice[0])")
    }
}

extension RequestFit.Change: CustomStringConvertible {}
