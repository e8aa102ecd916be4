/// The delay that a provider requests in its header fields or its message.
package struct RetryHint: Sendable, Hashable {
    /// The delay, if the provider gives a duration; never negative. Limit it before use, because it can be years.
    package var delay: Duration?
    /// The date, if the provider gives one instead of a duration.
    package var date: Date?

    /// Reads `retry-after-ms` and `Retry-After` (seconds with or without a fraction, or an HTTP date). If a LiteLLM
    /// proxy sends neither, reads the value that it forwards from its provider: `llm_provider-retry-after`.
    package init(_ fields: HTTPFields) {
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

    /// Returns the delay before the next poll: `openai-poll-after-ms`, otherwise the seconds in `Retry-After`.
    package static func pollAfter(_ fields: HTTPFields) -> Duration? {
        fields["openai-poll-after-ms"].flatMap(milliseconds) ?? RetryHint(fields).delay
    }

    /// Returns the time of the response by the server's clock: its `Date` field.
    package static func date(of fields: HTTPFields) -> Date? { fields["Date"].flatMap(httpDate) }

    /// Returns the date in a message such as `… resets at 2026-05-20T20:00:00Z`.
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

    /// Parses `Wed, 21 Oct 2026 07:28:00 GMT`, the only date format that RFC 9110 allows a server to send.
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
