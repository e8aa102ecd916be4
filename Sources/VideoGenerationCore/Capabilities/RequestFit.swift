/// The result of comparing a request with the values that a model accepts.
public struct RequestFit: Sendable, Hashable {
    /// A field whose value the model does not accept, with the nearest accepted value.
    public struct Change: Sendable, Hashable {
        /// The name of the field: `seconds`, `resolution`, `size` or `aspect ratio`.
        public var field: String
        /// The value in the request.
        public var asked: String
        /// All accepted values; empty if the model offers no choice.
        public var allowed: [String]
        /// The nearest accepted value; nil if the field has to be omitted.
        public var nearest: String?

        /// The change in short form, such as `seconds 10 → 6`.
        public var description: String { "\(field) \(asked) → \(nearest ?? "left out")" }
    }

    /// The request with every change applied. The option `--snap` sends this request.
    public var request: VideoRequest
    /// The changes that were applied; empty if the model accepts the request as it is.
    public var changes: [Change] = []

    /// Returns the request if the model accepts it without changes.
    /// - Parameter model: The model's name for the message.
    /// - Throws: ``VideoError`` with code `invalidRequest`. The message lists the accepted values, and the advice names
    ///   the nearest one.
    public func validated(for model: String) throws(VideoError) -> VideoRequest {
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
