extension StoredVideo {
    /// Whether a file holds this very video: its size and its SHA-256 are read, not believed.
    func isContent(of file: any DiskFile) async throws -> Bool {
        guard try file.size() == bytes else { return false }
        let hash = SHA256Stream()
        try await hash.update(from: file, to: bytes)
        return hash.finish() == sha256
    }
}
