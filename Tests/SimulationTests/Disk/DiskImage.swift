import Foundation
import VideoGeneration

/// A disk and its cache: what programs see, and what would be left of it after a power loss.
///
/// Only a sync moves anything from the one to the other. What a power loss takes is drawn: each write that
/// was not synced is there, gone, torn, or zeros; each entry of a folder that was not synced is there or
/// gone, in the order of things or (on some disks) out of it.
final class DiskImage {
    final class Node {
        var bytes: [UInt8] = []
        fileprivate var durable: [UInt8] = []
        fileprivate var changes: [Change] = []
        var holder: ObjectIdentifier?
        var holdingProcess: SimulatedProcess?
        let isFolder: Bool

        init(isFolder: Bool = false) { self.isFolder = isFolder }

        func change(_ change: Change) {
            change.apply(to: &bytes)
            changes.append(change)
        }

        func sync() {
            for change in changes { change.apply(to: &durable) }
            changes = []
        }

        /// A sync that failed: the writes are still to be seen, but the disk will not be told of them again.
        func loseSync() { changes = [] }

        fileprivate func losePower(_ world: World) {
            if !changes.isEmpty || durable != bytes {
                for change in changes { change.survive(world)?.apply(to: &durable) }
                changes = []
                bytes = durable
            }
            holder = nil
            holdingProcess = nil
        }
    }

    enum Change {
        case write([UInt8], at: Int)
        case truncate(to: Int)

        func apply(to bytes: inout [UInt8]) {
            switch self {
            case .write(let new, let offset):
                if offset > bytes.count { bytes += [UInt8](repeating: 0, count: offset - bytes.count) }
                let covered = min(new.count, bytes.count - offset)
                bytes.withUnsafeMutableBytes { old in
                    new.withUnsafeBytes { new in
                        guard covered > 0, let from = new.baseAddress else { return }
                        old.baseAddress?.advanced(by: offset).copyMemory(from: from, byteCount: covered)
                    }
                }
                if covered < new.count { bytes += new[covered...] }
            case .truncate(let size):
                if size < bytes.count {
                    bytes.removeLast(bytes.count - size)
                } else {
                    bytes += [UInt8](repeating: 0, count: size - bytes.count)
                }
            }
        }

        /// What is left of a change that was not synced.
        func survive(_ world: World) -> Change? {
            let lot = world.draw(below: 4)
            switch self {
            case .truncate: return lot < 2 ? self : nil
            case .write(let bytes, let offset):
                switch lot {
                case 0: return self
                case 1: return nil
                case 2: return .write(Array(bytes.prefix(world.draw(below: bytes.count + 1))), at: offset)
                default: return .write([UInt8](repeating: 0, count: bytes.count), at: offset)
                }
            }
        }
    }

    private struct EntryChange {
        var removed: String?
        var added: (path: String, node: Node)?

        func touches(_ folder: String) -> Bool {
            [removed, added?.path].contains { $0.map(DiskImage.folder(of:)) == folder }
        }

        func apply(to entries: inout [String: Node]) {
            if let removed { entries[removed] = nil }
            if let added { entries[added.path] = added.node }
        }
    }

    private var entries: [String: Node] = ["/": Node(isFolder: true)]
    private var durableEntries: [String: Node] = [:]
    private var entryChanges: [EntryChange] = []
    /// How many bytes may still be written; nil for as many as one likes.
    var room: Int?
    /// Whether a power loss takes entries of folders in the order in which they were made, the last ones first, as a
    /// file system with a journal of its own does.
    var keepsOrder = false
    /// Folders whose files cannot be renamed to another one of these.
    var mounts: [String] = []

    init() { durableEntries = entries }

    static func folder(of path: String) -> String {
        var path = path
        let end = path.withUTF8 { bytes in
            var end = bytes.count - 1
            while end > 0, bytes[end] != UInt8(ascii: "/") { end -= 1 }
            return end
        }
        return end <= 0 ? "/" : String(decoding: path.utf8.prefix(end), as: UTF8.self)
    }

    // MARK: - Entries

    func node(_ path: String) -> Node? { entries[path] }

    func hasName(_ node: Node) -> Bool { entries.values.contains { $0 === node } }

    func add(_ node: Node, at path: String) { change(EntryChange(added: (path, node))) }

    func remove(_ path: String) { change(EntryChange(removed: path)) }

    func move(_ path: String, to newPath: String) {
        guard let node = entries[path] else { return }
        change(EntryChange(removed: path, added: (newPath, node)))
    }

    private func change(_ change: EntryChange) {
        change.apply(to: &entries)
        entryChanges.append(change)
    }

    func names(in folder: String) -> [String] {
        let prefix = folder == "/" ? "/" : folder + "/"
        var names: [String] = []
        for path in entries.keys where path.hasPrefix(prefix) && path != "/" {
            let name = path.dropFirst(prefix.count)
            if !name.contains("/") { names.append(String(name)) }
        }
        return names.sorted()
    }

    func syncFolder(_ folder: String) {
        guard entryChanges.contains(where: { $0.touches(folder) }) else { return }
        var left: [EntryChange] = []
        for change in entryChanges {
            if change.touches(folder) { change.apply(to: &durableEntries) } else { left.append(change) }
        }
        entryChanges = left
    }

    /// Makes everything durable, as the time before the simulation did.
    func settle() {
        for node in entries.values { node.sync() }
        durableEntries = entries
        entryChanges = []
    }

    // MARK: - Accidents

    func releaseLocks(of process: SimulatedProcess) {
        for node in entries.values where node.holdingProcess === process {
            node.holder = nil
            node.holdingProcess = nil
        }
    }

    func losePower(_ world: World) {
        if world.isOne(in: 3), !keepsOrder {
            for change in entryChanges where world.isOne(in: 2) { change.apply(to: &durableEntries) }
        } else {
            for change in entryChanges.prefix(world.draw(below: entryChanges.count + 1)) {
                change.apply(to: &durableEntries)
            }
        }
        entryChanges = []
        // What lies in a folder that is gone is gone as well.
        entries = durableEntries.filter { path, _ in
            var above = path
            while above != "/" {
                above = Self.folder(of: above)
                guard durableEntries[above] != nil else { return false }
            }
            return true
        }
        durableEntries = entries
        for path in entries.keys.sorted() { entries[path]?.losePower(world) }
    }
}
