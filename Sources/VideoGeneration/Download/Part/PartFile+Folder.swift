extension PartFile {
    /// Makes a synced file the complete part of a task.
    static func install(_ path: String, size: Int64, as task: VideoTask.ID, in folder: String, _ disk: any Disk) throws
    {
        let part = Self.path(of: task, in: folder)
        try disk.move(path, to: part, replacing: true)
        var manifest = PartManifest(task: task.rawValue, link: "", total: size)
        manifest.synced.insert(0..<size)
        try disk.replace(part + ".json", with: try manifest.bytes)
        try disk.syncFolder(folder)
    }

    /// Returns whether the part of a task is a whole video that came with the response to its submit. The process that
    /// received it may have ended before it could record that the task was accepted.
    static func isReceived(_ task: VideoTask.ID, in folder: String, _ disk: any Disk) -> Bool {
        let path = path(of: task, in: folder)
        guard let manifest = read(path + ".json", disk), let size = try? disk.size(of: path) else { return false }
        return manifest.task == task.rawValue && manifest.link.isEmpty && size > 0 && manifest.total == size
            && manifest.synced.contiguous == size
    }

    /// Removes the remaining download files of a deleted task, unless they are in use.
    static func removeAbandoned(_ task: VideoTask.ID, in folder: String, _ disk: any Disk) throws {
        let names = try disk.names(in: folder).filter { $0.hasPrefix("\(task).") && $0.hasSuffix(".part") }
        for path in Set(names.map { "\(folder)/\($0)" } + [Self.path(of: task, in: folder)]) {
            let file = try disk.open(path, .update)
            defer { file.close() }
            guard try file.tryLock() else { continue }
            for suffix in [".json", ".json.new", ""] { try disk.remove(path + suffix) }
        }
    }
}
