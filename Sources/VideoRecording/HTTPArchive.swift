import VideoGeneration
import VideoPlatform

/// An HTTP Archive 1.2 with every member that its specification requires
/// (http://www.softwareishard.com/blog/har-12-spec), so that a strict reader can open a recording.
///
/// Values that were redacted or are unknown have the form that the specification prescribes: -1 for sizes, empty lists
/// for cookies.
struct HTTPArchive: Codable {
    struct Log: Codable {
        var version = "1.2"
        var creator = ["name": "swift-video-generation", "version": "1"]
        var entries: [Entry]
    }

    struct Entry: Codable {
        /// The start in ISO 8601, with milliseconds.
        var startedDateTime: String
        /// The total time in milliseconds, the unit of the timings as well.
        var time: Double
        var request: Request
        var response: Response
        var cache: [String: String] = [:]
        var timings: Timings
    }

    struct Timings: Codable {
        var send: Double = 0
        var wait: Double
        var receive: Double
    }

    struct Pair: Codable {
        var name: String
        var value: String
    }

    struct PostData: Codable {
        var mimeType: String
        var params: [Pair]? = []
        var text: String
    }

    struct Request: Codable {
        var method: String
        var url: String
        var httpVersion = HTTPArchive.httpVersion
        var cookies: [Pair] = []
        var headers: [Pair] = []
        var queryString: [Pair]
        var postData: PostData?
        var headersSize = -1
        var bodySize: Int
    }

    struct Content: Codable {
        var size: Int64
        var mimeType: String
        var text: String?
        var encoding: String?
        /// A note for human readers.
        var comment: String?
        /// Whether the body was left out. The specification allows custom members whose names begin with an underscore.
        var isLeftOut: Bool?

        private enum CodingKeys: String, CodingKey {
            case size, mimeType, text, encoding, comment
            case isLeftOut = "_leftOut"
        }
    }

    struct Response: Codable {
        var status: Int
        var statusText = ""
        var httpVersion = HTTPArchive.httpVersion
        var cookies: [Pair] = []
        var headers: [Pair]
        var content: Content
        var redirectURL: String
        var headersSize = -1
        var bodySize = -1
    }

    /// A transport does not report the version that it used.
    private static let httpVersion = "HTTP/1.1"

    var log: Log

    init(_ exchanges: [RecordedExchange]) { log = Log(entries: exchanges.map(Entry.init)) }

    var exchanges: [RecordedExchange] { log.entries.map(\.exchange) }
}

extension HTTPArchive.Entry {
    private static let times = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    init(_ exchange: RecordedExchange) {
        startedDateTime = Self.times.format(exchange.startedAt)
        timings = HTTPArchive.Timings(wait: exchange.wait.milliseconds, receive: exchange.receive.milliseconds)
        time = timings.send + timings.wait + timings.receive
        request = HTTPArchive.Request(
            method: exchange.method,
            url: exchange.url,
            queryString: Self.query(of: exchange.url),
            postData: exchange.body.map {
                let isJSON = (try? JSONValue(parsing: $0)) != nil
                return HTTPArchive.PostData(mimeType: isJSON ? "application/json" : "text/plain", text: $0)
            },
            bodySize: exchange.body == nil ? 0 : -1
        )
        let isText = String(validating: exchange.responseBody, as: UTF8.self) != nil
        let fields = HTTPFields(exchange.fields)
        response = HTTPArchive.Response(
            status: exchange.status,
            headers: exchange.fields.map { HTTPArchive.Pair(name: $0.name, value: $0.value) },
            content: HTTPArchive.Content(
                size: exchange.leftOut ?? Int64(exchange.responseBody.count),
                mimeType: fields["Content-Type"] ?? "",
                text: isText
                    ? String(decoding: exchange.responseBody, as: UTF8.self)
                    : Data(exchange.responseBody).base64EncodedString(),
                encoding: isText ? nil : "base64",
                comment: exchange.leftOut.map { "The body of \($0) bytes was left out." },
                isLeftOut: exchange.leftOut.map { _ in true }
            ),
            redirectURL: fields["Location"] ?? ""
        )
    }

    var exchange: RecordedExchange {
        let content = response.content
        let text = content.text ?? ""
        return RecordedExchange(
            method: request.method,
            url: request.url,
            body: request.postData?.text,
            status: response.status,
            fields: response.headers.compactMap { HTTPField(name: $0.name, value: $0.value) },
            responseBody: content.encoding == "base64"
                ? Data(base64Encoded: text).map(Array.init) ?? [] : Array(text.utf8),
            leftOut: content.isLeftOut == true ? content.size : nil,
            startedAt: (try? Self.times.parse(startedDateTime)) ?? Date(timeIntervalSince1970: 0),
            wait: Duration(milliseconds: timings.wait),
            receive: Duration(milliseconds: timings.receive)
        )
    }

    private static func query(of url: String) -> [HTTPArchive.Pair] {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        return url[url.index(after: mark)...].split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return HTTPArchive.Pair(
                name: PercentEncoding.decode(parts[0]) ?? String(parts[0]),
                value: parts.count > 1 ? PercentEncoding.decode(parts[1]) ?? String(parts[1]) : ""
            )
        }
    }
}

extension Duration {
    /// The duration in milliseconds, rounded to whole microseconds.
    fileprivate var milliseconds: Double { (seconds * 1_000_000).rounded() / 1_000 }

    /// Creates a duration from a number of a file, limited to the range that `Duration` accepts.
    fileprivate init(milliseconds: Double) { self = .milliseconds(min(max(milliseconds, 0), 1e12)) }
}
