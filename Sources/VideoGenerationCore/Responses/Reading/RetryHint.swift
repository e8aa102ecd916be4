/// How long a provider asks to wait, as its headers and words say it.
public struct RetryHint: Sendable, Hashable {
    /// The wait, where it is told as a length; never negative. Bound it before use: it may be years.
    public var delay: Duration?
    /// The moment, where it is told as a date.
    public var date: Date?

    /// Reads `retry-after-ms` and `Retry-After` (seconds with or without a fraction, or an HTTP date), and where a
    /// LiteLLM proxy sends neither, what it passes on of its provider's: `llm_provider-retry-after`.
    public init(_ fields: HTTPFields) {
        if let delay = fields["retry-after-ms"].flatMap(Self.milliseconds) {
            self.delay = delay
        } else if let text = fields["Retry-After"] ?? fields["llm_provider-retry-after"] {
            if let seconds = Double(text), seconds.isFinite {
                delay = Self.duration(milliseconds: seconds * 1_000)
            } else {
                date = Self.httpDate(text)
            }
        }
    }

    /// How long to wait before the next poll: `openai-poll-after-ms`, else what `Retry-After` says as seconds.
    public static func pollAfter(_ fields: HTTPFields) -> Duration? {
        fields["openai-poll-after-ms"].flatMap(milliseconds) ?? RetryHint(fields).delay
    }

    /// When the server says it answered: its `Date` field.
    package static func date(of fields: HTTPFields) -> Date? { fields["Date"].flatMap(httpDate) }

    /// The moment in `… resets at 2026-05-20T20:00:00Z`.
    static func resetDate(in message: String) -> Date? {
        guard let position = PhraseSearch(message).position(of: "resets at ") else { return nil }
        let word = message.utf8.dropFirst(position + 10).prefix { $0 > 0x20 && $0 != 0x2C && $0 != 0x29 }
        return JSONValue.string(String(decoding: word, as: UTF8.self)).date
    }

    private static func milliseconds(_ text: String) -> Duration? {
        guard let value = Double(text), value.isFinite else { return nil }
        return duration(milliseconds: value)
    }

    private static func duration(milliseconds: Double) -> Duration {
        .milliseconds(Int64(min(max(milliseconds, 0), 1e14)))
    }

    /// `Wed, 21 Oct 2026 07:28:00 GMT`, the one form that RFC 9110 lets a server send.
    private static func httpDate(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, let month = months.firstIndex(of: String(parts[2])), parts[1].count == 2,
            parts[3].count == 4
        else { return nil }
        let number = month + 1
        let padded = number < 10 ? "0\(number)" : "\(number)"
        return try? Date("\(parts[3])-\(padded)-\(parts[1])T\(parts[4])Z", strategy: .iso8601)
    }
}
