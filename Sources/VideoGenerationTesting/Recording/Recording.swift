import Foundation
import VideoGeneration

/// Exchanges with a real provider, kept to be played back, in the form of HAR entries and without secrets.
///
/// Make one with ``RecordingTransport``, play it with ``PlaybackTransport``. What it holds is redacted before
/// it reaches the disk: no key, no cookie, no signature, no picture. Look at a new recording all the same
/// before you commit it: the prompt and the provider's words are in it.
public struct Recording: Sendable, Hashable {
    /// The exchanges in the order in which they began.
    public var exchanges: [RecordedExchange]

    /// Takes exchanges.
    public init(_ exchanges: [RecordedExchange] = []) { self.exchanges = exchanges }

    /// Reads a recording.
    /// - Throws: an error of Foundation's where there is no file or it is no archive. A missing recording
    ///   fails the test; nothing is ever recorded in its place.
    public init(contentsOf path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        exchanges = try JSONDecoder().decode(Archive.self, from: data).log.entries.map(\.exchange)
    }

    /// Writes the recording, readable by its owner only.
    public func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(Archive(exchanges))
        try data.write(to: URL(fileURLWithPath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}

/// The members of HAR 1.2 that are used; what no client needs is left out.
private struct Archive: Codable {
    struct Log: Codable {
        var version = "1.2"
        var creator = ["name": "swift-video-generation", "version": "1"]
        var entries: [Entry]
    }

    struct Header: Codable {
        var name: String
        var value: String
    }

    struct Content: Codable {
        var mimeType: String
        var text: String
        var encoding: String?
        var size: Int64?
        var comment: String?
    }

    struct Request: Codable {
        var method: String
        var url: String
        var headers: [Header]
        var postData: Content?
    }

    struct Response: Codable {
        var status: Int
        var headers: [Header]
        var content: Content
    }

    struct Entry: Codable {
        var request: Request
        var response: Response
    }

    var log: Log

    init(_ exchanges: [RecordedExchange]) { log = Log(entries: exchanges.map(Entry.init)) }
}

extension Archive.Entry {
    init(_ exchange: RecordedExchange) {
        request = Archive.Request(
            method: exchange.method,
            url: exchange.url,
            headers: [],
            postData: exchange.body.map { Archive.Content(mimeType: "application/json", text: $0) }
        )
        let fields = exchange.fields.map { Archive.Header(name: $0.name, value: $0.value) }
        let type = exchange.fields.first { $0.name.lowercased() == "content-type" }?.value ?? ""
        let isText = String(validating: exchange.answer, as: UTF8.self) != nil
        response = Archive.Response(
            status: exchange.status,
            headers: fields,
            content: Archive.Content(
                mimeType: type,
                text: isText
                    ? String(decoding: exchange.answer, as: UTF8.self)
                    : Data(exchange.answer).base64EncodedString(),
                encoding: isText ? nil : "base64",
                size: exchange.leftOut,
                comment: exchange.leftOut.map { "The body of \($0) bytes was left out." }
            )
        )
    }

    var exchange: RecordedExchange {
        let content = response.content
        let bytes =
            content.encoding == "base64"
            ? Data(base64Encoded: content.text).map(Array.init) ?? [] : Array(content.text.utf8)
        return RecordedExchange(
            method: request.method,
            url: request.url,
            body: request.postData?.text,
            status: response.status,
            fields: response.headers.compactMap { HTTPField(name: $0.name, value: $0.value) },
            answer: bytes,
            leftOut: content.comment == nil ? nil : content.size
        )
    }
}
