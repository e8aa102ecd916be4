extension ResponseDocument {
    /// Deeper than any flag was seen, and more than any answer of one task has.
    private static let maximumDepth = 6
    private static let maximumElements = 16

    /// What a flag says about a video that was held back: `respect_moderation: false` (xAI), `moderated: true`,
    /// `raiMediaFilteredReasons` (Google), from the task inwards; nil if no flag says so.
    ///
    /// It says nothing about whether the task has ended, and nothing against a video that is there.
    public var contentRefusal: ProviderErrorDetails? {
        taskLayers.first.flatMap { Self.refusal(in: .object($0), depth: 0) }
    }

    private static func refusal(in value: JSONValue, depth: Int) -> ProviderErrorDetails? {
        guard depth < maximumDepth else { return nil }
        switch value {
        case .object(let object):
            return object.lazy.compactMap { member in
                if flags(FoldedWord(member.key), member.value) { return ProviderErrorDetails(ofFlagIn: object) }
                return refusal(in: member.value, depth: depth + 1)
            }.first
        case .array(let elements):
            return elements.prefix(maximumElements).lazy.compactMap { refusal(in: $0, depth: depth + 1) }.first
        case .string, .number, .bool, .null: return nil
        }
    }

    private static func flags(_ key: FoldedWord, _ value: JSONValue) -> Bool {
        switch key.text {
        case "respectmoderation": value.bool == false
        case "moderated", "ismoderated", "contentfiltered", "iscontentfiltered": value.bool == true
        case "raimediafilteredreasons": !value.isBlank
        case "raimediafilteredcount": value.int.map { $0 > 0 } ?? false
        default: false
        }
    }
}

extension ProviderErrorDetails {
    /// Takes the words beside a flag, where there are any.
    fileprivate init(ofFlagIn object: JSONObject) {
        self.init(digging: object.folded["rai_media_filtered_reasons"] ?? .null)
        refusesContent = true
    }
}
