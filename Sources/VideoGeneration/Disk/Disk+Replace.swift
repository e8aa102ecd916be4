extension Disk {
    /// Replaces a small file in one step: after a crash, the path holds the old file or the new one, never a part
    /// of it. Only ``syncFolder(_:)`` makes the new file durable.
    package func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = path + ".new"
        let file = try open(temporary, .update)
        defer { file.close() }
        do {
            try file.truncate(to: 0)
            try file.write(bytes, at: 0)
            try file.sync()
            try move(temporary, to: path, replacing: true)
        } catch {
            // The next call reuses the temporary file of a killed program. A failed write doesn't keep one for
            // that.
            try? remove(temporary)
            throw error
        }
    }
}
