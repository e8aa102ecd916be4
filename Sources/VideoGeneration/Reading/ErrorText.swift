import Foundation

/// Makes a sentence out of what a server wrote: no tags, no request ids, no keys, no signed links.
enum ErrorText {
    /// Longer messages carry a page or a stack, not a sentence.
    private static let maximumInput = 4_000

    /// The text fit to be shown; nil where nothing is left.
    static func shown(_ text: String) -> String? {
        var text = String(text.prefix(maximumInput))
        if text.contains("<") { text = withoutTags(text) }
        if text.localizedStandardContains("request id") { text = withoutRequestID(text) }
        text = Redaction.singleLine(withoutKeys(Redaction.withoutQueries(text)))
        return text.isEmpty ? nil : text
    }

    /// The id in `(request id: …)`.
    static func requestID(in text: String) -> String? {
        guard let range = text.range(of: "request id:", options: .caseInsensitive) else { return nil }
        let id = text[range.upperBound...].drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
        return id.isEmpty ? nil : String(id)
    }

    private static func withoutTags(_ text: String) -> String {
        var output = ""
        var isInTag = false
        for character in text {
            switch character {
            case "<":
                isInTag = true
                output.append(" ")
            case ">" where isInTag: isInTag = false
            default: if !isInTag { output.append(character) }
            }
        }
        // A title that the heading repeats is said once.
        var lines: [Substring] = []
        for line in output.split(separator: "  ") where !line.allSatisfy(\.isWhitespace) {
            if lines.last != line { lines.append(line) }
        }
        return lines.joined(separator: " ")
    }

    private static func withoutRequestID(_ text: String) -> String {
        text.replacing(#/(?i)\s*[(\uFF08]\s*request id\s*[^)\uFF09]*[)\uFF09]/#, with: "")
    }

    private static func withoutKeys(_ text: String) -> String {
        guard text.contains(where: { $0 == "=" || $0 == "-" || $0 == " " }) else { return text }
        return
            text
            .replacing(#/\b(?i:bearer)\s+[A-Za-z0-9._~+\/=-]{8,}/#, with: "Bearer \(Redaction.mark)")
            .replacing(#/\b(sk|pk|ak|eyJ)[-_A-Za-z0-9.]{12,}/#, with: Redaction.mark)
            .replacing(
                #/(?i)\b(access|signature|sig|token|key|api[-_]?key|secret|password|ossaccesskeyid|security-token|x-amz-[a-z-]+)=[^&\s"']+/#
            ) { "\($0.output.1)=\(Redaction.mark)" }
    }
}
