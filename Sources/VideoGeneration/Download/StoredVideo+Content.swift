extension StoredVideo {
    /// Whether a file contains exactly this video. Reads the file to compare its size and SHA-256.
    func isContent(of file: any DiskFile) async throws -> Bool {
        guard try file.size() == bytes else { return false }
        let hash = SHA256Stream()
        try await hash.update(from: file, to: bytes)
        return hash.finish() == sha256
    }
}
