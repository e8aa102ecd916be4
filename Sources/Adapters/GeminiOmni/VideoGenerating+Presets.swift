public import VideoGenerationCore

extension VideoGenerating where Self == DialectProvider {
    /// Returns the Gemini API with the Omni models. Its ID is `gemini-omni`.
    ///
    /// ```swift
    /// let client = VideoClient(providers: [try .geminiOmni()], journal: journal)
    /// ```
    /// - Parameter key: The API key. If it is nil, the key is read from `GEMINI_API_KEY`.
    /// - Throws: `VideoError` with code `authenticationFailed` if there is no key.
    public static func geminiOmni(key: Secret? = nil) throws(VideoError) -> DialectProvider {
        try DialectProvider(.geminiOmni, dialect: GeminiOmniDialect(), key: key)
    }
}
