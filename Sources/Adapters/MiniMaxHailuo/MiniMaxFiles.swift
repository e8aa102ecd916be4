public import VideoGenerationCore

/// The files of a MiniMax account: pictures that a request can name, and the videos that were made.
///
/// ```swift
/// let files = MiniMaxFiles(endpoint: try Endpoint("https://api.minimax.io"), key: key, in: context)
/// let picture = try await files.upload(bytes, named: "boat.png", type: "image/png", for: .videoGenerationInput)
/// ```
public struct MiniMaxFiles: Sendable {
    private let dialect: MiniMaxV1Dialect
    private let provider: DialectProvider
    private let context: ExchangeContext

    /// Creates access to the files of an account.
    /// - Parameters:
    ///   - endpoint: the base URL of the API.
    ///   - key: the API key.
    ///   - context: the transport that carries the requests, and the time.
    public init(endpoint: Endpoint, key: Secret, in context: ExchangeContext) {
        dialect = MiniMaxV1Dialect()
        provider = DialectProvider(id: "minimax", dialect: dialect, endpoint: endpoint, key: key)
        self.context = context
    }

    /// Uploads a file, so that a request can name it. Sends one POST, which is never repeated.
    /// - Parameters:
    ///   - content: the bytes; at most 512 MB, pictures at most 30 MB.
    ///   - name: the name that MiniMax shows.
    ///   - type: the media type, such as `image/png`.
    ///   - purpose: the use of the file.
    /// - Throws: `VideoError`; `CancellationError`.
    public func upload(
        _ content: [UInt8],
        named name: String,
        type: String,
        for purpose: MiniMaxFile.Purpose
    ) async throws -> MiniMaxFile {
        let request = try dialect.uploadRequest(
            content,
            named: name,
            type: type,
            for: purpose,
            at: provider.info.endpoint
        )
        return try dialect.uploaded(try await provider.response(to: request, in: context))
    }

    /// Lists the files of a purpose.
    /// - Throws: `VideoError`; `CancellationError`.
    public func list(for purpose: MiniMaxFile.Purpose) async throws -> [MiniMaxFile] {
        let request = try dialect.fileListRequest(of: purpose, at: provider.info.endpoint)
        return try dialect.files(try await provider.response(to: request, in: context))
    }

    /// Deletes a file. A video that was not downloaded is lost with it.
    /// - Throws: `VideoError`; `CancellationError`.
    public func delete(_ id: String, for purpose: MiniMaxFile.Purpose) async throws {
        let request = try dialect.deletionRequest(ofFile: id, for: purpose, at: provider.info.endpoint)
        try dialect.deleted(try await provider.response(to: request, in: context))
    }
}
