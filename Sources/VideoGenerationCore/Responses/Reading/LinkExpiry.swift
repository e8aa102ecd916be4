/// Reads the expiry time from a signed link.
///
/// Sources disagree about how long links live (one to nine hours for MiniMax), so the link itself decides. It contains
/// a point in time (S3, OSS, Azure, Qiniu, CDN tokens), or a date and a number of seconds. If it contains several, as
/// for a CDN in front of a store, the earliest counts.
enum LinkExpiry {
    static func date(of link: HTTPURL) -> Date? {
        guard link.query != nil else { return nil }
        return (moments(of: link) + spans(of: link)).min()
    }

    private static func moments(of link: HTTPURL) -> [Date] {
        var moments = ["Expires", "x-expires", "exp", "e"].compactMap { link.queryValue($0).flatMap(seconds) }
        // Azure: `se=2026-12-25T00:00:00Z`, or only the day.
        if let end = link.queryValue("se").flatMap(azureDate) { moments.append(end) }
        // Tencent: `q-sign-time=1700000000;1700003600`.
        if let end = link.queryValue("q-sign-time")?.split(separator: ";").last.flatMap(seconds) { moments.append(end) }
        // Alibaba's CDN: `auth_key=1700003600-0-0-9f86d081`.
        if let end = link.queryValue("auth_key")?.split(separator: "-").first.flatMap(seconds) { moments.append(end) }
        return moments
    }

    private static func spans(of link: HTTPURL) -> [Date] {
        ["X-Amz", "X-Goog", "X-Oss", "X-Tos"].compactMap { style in
            guard let start = link.queryValue("\(style)-Date").flatMap(basicDate),
                let span = link.queryValue("\(style)-Expires").flatMap({ Double($0) }), span > 0, span < 1e8
            else { return nil }
            return start.addingTimeInterval(span)
        }
    }

    /// Parses seconds since 1970. A number outside 1e9…1e11 is something else.
    private static func seconds(_ text: some StringProtocol) -> Date? {
        guard let seconds = Double(text), seconds > 1e9, seconds < 1e11 else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Parses a date in the basic format of ISO 8601: `20261005T120000Z`.
    private static func basicDate(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        return try? Date(text, strategy: style)
    }

    private static func azureDate(_ text: String) -> Date? {
        JSONValue.string(text.utf8.count == 10 ? text + "T00:00:00Z" : text).date
    }
}
