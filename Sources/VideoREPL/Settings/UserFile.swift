import VideoGeneration

/// Reads small text files that the user named.
enum UserFile {
    /// The largest size in bytes, more than any prompt or script needs.
    private static let longest = 1 << 20

    /// Returns the text of a file.
    /// - Throws: ``VideoError`` with code `usage`, which names the option, if the file cannot be read, is too large, or
    ///   is not UTF-8.
    static func text(_ path: String, of option: CommandOption, _ folders: UserFolders, _ disk: some Disk) throws
        -> String
    {
        let bytes = try bytes(folders.absolute(path), what: "--\(option.name) \(path.shown)", disk)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw VideoError.usage("--\(option.name) \(path.shown) is not UTF-8 text.")
        }
        return text
    }

    /// Returns the bytes of a file, without the byte order mark that some editors write.
    /// - Throws: ``VideoError`` with code `usage` if the file cannot be read or is too large.
    static func bytes(_ path: String, what: String, _ disk: some Disk, longest: Int = longest) throws -> [UInt8] {
        do {
            let file = try disk.open(path, .read)
            defer { file.close() }
            let size = try file.size()
            guard size <= longest else { throw VideoError.usage("\(what) is larger than \(longest) bytes.") }
            return try file.read(at: 0, count: Int(size)).withoutByteOrderMark
        } catch let error as DiskError {
            throw VideoError.usage("\(what) cannot be read: \(error.reason).")
        }
    }
}

extension [UInt8] {
    /// The bytes without a leading byte order mark, which is not part of the text (The Unicode Standard, section 23.8).
    var withoutByteOrderMark: [UInt8] { starts(with: [0xEF, 0xBB, 0xBF]) ? Array(dropFirst(3)) : self }
}
