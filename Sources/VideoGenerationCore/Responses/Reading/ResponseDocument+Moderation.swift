extension ResponseDocument {
    /// Limits above every response of a single task that was observed.
    private static let maximumDepth = 6
    private static let maximumElements = 16

    /// The rejection that a moderation flag reports about a withheld video: `respect_moderation: false` (xAI),
    /// `moderated: true`, `raiMediaFilteredReasons` (Google). Nil if no flag reports one. The search starts at the
    /// task's object.
    ///
    /// A flag does not say whether the task has ended, and it does not count against a video that exists.
    package var contentRefusal: ProviderErrorDetails? {
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
    /// Reads the message beside a flag, if there is one.
    fileprivate init(ofFlagIn object: JSONObject) {
        self.init(extractedFrom: object.folded["rai_media_filtered_reasons"] ?? .null)
        refusesContent = true
    }
}
