extension Disk {
    /// Puts a small file in the place of another in one step: after a crash the old one is there, or the new
    /// one, never a part of it. Which of them is settled by ``syncFolder(_:)``.
    func replace(_ path: String, with bytes: [UInt8]) throws {
        let temporary = path + ".new"
        let file = try open(temporary, .update)
        defer { file.close() }
        try file.truncate(to: 0)
        try file.write(bytes, at: 0)
        try file.sync()
        try move(temporary, to: path, replacing: true)
    }
}
