import VideoPlatform

/// Reads from a signed link until when it works.
///
/// Sources disagree about how long links live (one to nine hours for MiniMax), so the link itself has the
/// word: `Expires` of the S3 and OSS styles, or a date and a number of seconds of the newer ones.
enum LinkExpiry {
    static func date(of link: HTTPURL) -> Date? {
        guard link.query != nil else { return nil }
        if let seconds = link.queryValue("Expires").flatMap({ Double($0) }), seconds > 1e9, seconds < 1e11 {
            return Date(timeIntervalSince1970: seconds)
        }
        for style in ["X-Amz", "X-Goog", "X-Oss", "X-Tos"] {
            guard let start = link.queryValue("\(style)-Date").flatMap(basicDate),
                let seconds = link.queryValue("\(style)-Expires").flatMap({ Double($0) }),
                seconds > 0, seconds < 1e8
            else { continue }
            return start.addingTimeInterval(seconds)
        }
        return nil
    }

    /// `20261005T120000Z`
    private static func basicDate(_ text: String) -> Date? {
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        return try? Date(text, strategy: style)
    }
}
