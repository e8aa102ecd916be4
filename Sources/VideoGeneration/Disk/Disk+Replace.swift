extension Disk {
    /// Puts a small file in the place of another in one step: after a crash the old one is there, or the new
    /// one, never a part of it. Which of them is settled by ``syncFolder(_:)``.
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
            // What a killed program leaves behind is taken by the next one; what failed is not kept for that.
            try? remove(temporary)
            throw error
        }
    }
}
