extension VideoRequest {
    /// Refuses what a wire format has no field for. Left out in silence, it would be another video for the same
    /// money.
    /// - Parameters:
    ///   - isAsked: whether the request asks for it.
    ///   - what: what it is, as it stands in a sentence.
    ///   - dialect: the wire format's name.
    /// - Throws: ``VideoError`` with code `invalidRequest`.
    public func refuse(_ isAsked: Bool, _ what: String, by dialect: String) throws {
        guard isAsked else { return }
        throw VideoError(
            .invalidRequest,
            "The dialect \(dialect) has no field for \(what).",
            advice: "Nothing was sent. Leave it out, or give the provider's own field as an option."
        )
    }
}
