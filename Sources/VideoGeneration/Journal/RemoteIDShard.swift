import VideoPlatform

/// The key of a provider's ID in the index: a digest, so that no text from a provider reaches the index.
///
/// The origin identifies the provider, as it does when a task is matched to its provider.
package struct RemoteIDKey: Sendable {
    /// 32 hexadecimal digits.
    package let digits: String
    /// The name of the file that contains the ID.
    var shard: String { String(digits.prefix(2)) }

    init(digits: String) { self.digits = digits }

    package init(_ remoteID: String, at endpoint: Endpoint) {
        let hash = SHA256Stream()
        Array("\(endpoint.origin.string)\n\(remoteID)".utf8).withUnsafeBytes { hash.update($0, at: 0) }
        digits = String(hash.finish().prefix(32))
    }
}

extension VideoTask {
    /// The keys of the IDs that providers gave to the attempts of the task.
    package var remoteIDKeys: [RemoteIDKey] {
        let known = [(remote?.id, provider)] + earlierAttempts.map { ($0.remoteID, $0.provider) }
        return known.compactMap { id, provider in
            id.flatMap { $0.isEmpty ? nil : RemoteIDKey($0, at: provider.endpoint) }
        }
    }
}

/// One file of ``RemoteIDs``: one line for each ID, with its key and its task.
///
/// A torn line and the zeros that a power loss leaves are skipped.
struct RemoteIDShard {
    /// The largest file that is read. With a million tasks, a shard has 180 KB.
    static let maximumSize: Int64 = 64 << 20
    private static let lineEnd = UInt8(ascii: "\n")

    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Returns the task of the first line with a key, or nil if there is none.
    func owner(of key: RemoteIDKey) -> VideoTask.ID? {
        let beginning = Array("\(key.digits) ".utf8)
        var position = 0
        while let found = ByteSearch.position(of: beginning, in: bytes, from: position) {
            position = found + beginning.count
            guard let end = bytes[position...].firstIndex(of: Self.lineEnd) else { return nil }
            if found == 0 || bytes[found - 1] == Self.lineEnd || bytes[found - 1] == 0,
                let id = VideoTask.ID(rawValue: String(decoding: bytes[position..<end], as: UTF8.self))
            {
                return id
            }
        }
        return nil
    }

    /// The keys and tasks of all lines that can be read. The first line with a key counts.
    var lines: [(key: String, owner: VideoTask.ID)] {
        var seen: Set<String> = []
        return bytes.split(separator: Self.lineEnd).compactMap { line in
            let parts = line.drop { $0 == 0 }.split(separator: UInt8(ascii: " "))
            guard parts.count == 2, parts[0].count == 32,
                let id = VideoTask.ID(rawValue: String(decoding: parts[1], as: UTF8.self))
            else { return nil }
            let key = String(decoding: parts[0], as: UTF8.self)
            return seen.insert(key).inserted ? (key, id) : nil
        }
    }

    /// Adds a line, unless the key has one.
    /// - Returns: the task of the existing line.
    mutating func add(_ key: RemoteIDKey, _ id: VideoTask.ID) -> VideoTask.ID? {
        if let owner = owner(of: key) { return owner }
        if let last = bytes.last, last != Self.lineEnd { bytes.append(Self.lineEnd) }
        bytes += Array("\(key.digits) \(id)\n".utf8)
        return nil
    }
}
