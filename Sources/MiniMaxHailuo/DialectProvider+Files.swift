public import VideoGeneration

extension DialectProvider {
    /// Uploads a file, so that a request can name it. One POST, never repeated by itself.
    /// - Parameters:
    ///   - content: the bytes; at most 512 MB, pictures at most 30 MB.
    ///   - name: the name that MiniMax shows.
    ///   - type: the media type, `image/png`.
    /// - Throws: ``VideoError``; `unsupported` where the provider speaks no Hailuo dialect.
    public func upload(
        _ content: [UInt8],
        named name: String,
        type: String,
        for purpose: MiniMaxFile.Purpose
    ) async throws -> MiniMaxFile {
        let hailuo = try hailuo
        let request = try hailuo.uploadRequest(content, named: name, type: type, for: purpose, at: provider.endpoint)
        return try hailuo.uploaded(try await answer(to: request))
    }

    /// The files of a purpose.
    /// - Throws: ``VideoError``; `unsupported` where the provider speaks no Hailuo dialect.
    public func files(for purpose: MiniMaxFile.Purpose) async throws -> [MiniMaxFile] {
        let hailuo = try hailuo
        return try hailuo.files(try await answer(to: hailuo.fileListRequest(of: purpose, at: provider.endpoint)))
    }

    /// Deletes a file. A video that was not downloaded is lost with it.
    /// - Throws: ``VideoError``; `unsupported` where the provider speaks no Hailuo dialect.
    public func delete(file id: String, for purpose: MiniMaxFile.Purpose) async throws {
        let hailuo = try hailuo
        let request = try hailuo.deletionRequest(ofFile: id, for: purpose, at: provider.endpoint)
        try hailuo.deleted(try await answer(to: request))
    }

    private var hailuo: HailuoDialect {
        get throws {
            guard let hailuo = dialect as? HailuoDialect else {
                throw VideoError(
                    .unsupported,
                    "\(provider.id) keeps no files: it speaks \(provider.dialect).",
                    provider: provider.id
                )
            }
            return hailuo
        }
    }
}
