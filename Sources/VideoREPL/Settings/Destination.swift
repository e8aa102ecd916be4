import VideoGeneration
import VideoPlatform

/// Chooses and checks the path of a video before anything is bought.
struct Destination {
    let folders: UserFolders
    let disk: any Disk
    let random: any RandomSource

    /// Returns the absolute path of the file. In a folder, the program chooses a name from the prompt's letters and
    /// four random characters, never from a server's text.
    /// - Parameter acceptsAny: whether a chosen name gets its suffix later, from the format of the file.
    /// - Throws: ``VideoError`` with code `usage` if the folder cannot be written to, or if the file exists.
    func path(_ output: String?, prompt: String, overwrite: Bool, acceptsAny: Bool = false) throws -> String {
        let wish = folders.absolute(output ?? ".")
        let isFolder = output == nil || output?.hasSuffix("/") == true || Self.isFolder(wish)
        let name = name(for: prompt).dropLast(acceptsAny ? Self.suffix.count : 0)
        let path = isFolder ? (wish == "/" ? "" : wish) + "/" + name : wish
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        try checkFolder(folder.isEmpty ? "/" : String(folder))
        if try !overwrite && exists(path) {
            throw VideoError.usage(
                "\(path) already exists.",
                "Nothing was sent. Give --overwrite to replace it, or another --output."
            )
        }
        return path
    }

    /// Returns a path with the provider's ID, such as `boat-minimax.mp4` for `boat.mp4`, so that the files of several
    /// providers differ.
    static func path(_ output: String, for provider: String) -> String {
        let part = "-" + String(provider.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
        let name = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
        guard let dot = output[name...].lastIndex(of: "."), dot > name else { return output + part }
        return output[..<dot] + part + output[dot...]
    }

    /// The suffix of the names that the program chooses.
    static let suffix = ".mp4"

    /// Returns whether the program chose a file's name.
    static func isOwn(_ name: String, _ prompt: String) -> Bool {
        let slug = slug(of: prompt)
        let letters = name.dropFirst(slug.count).dropLast(suffix.count)
        return name.hasPrefix(slug) && name.hasSuffix(suffix) && letters.count == 4
            && letters.allSatisfy(alphabet.contains)
    }

    /// Returns a name for a prompt, such as `a-paper-boat-in-the-rain-k3f9.mp4`.
    func name(for prompt: String) -> String {
        var slug = Self.slug(of: prompt)
        var bits = random.next()
        for _ in 0..<4 {
            slug.append(Self.alphabet[Int(bits % 32)])
            bits /= 32
        }
        return slug + Self.suffix
    }

    private static func slug(of prompt: String) -> String {
        let letters = prompt.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let words = String(letters).split(separator: "-")
        var slug = ""
        for word in words where slug.count + word.count < 48 { slug += word + "-" }
        return slug
    }

    private func checkFolder(_ folder: String) throws {
        do { try disk.checkWritable(folder) } catch let error as DiskError {
            throw VideoError.usage(
                "The folder \(folder) cannot be written to: \(error.reason).",
                "Nothing was sent. Give an --output in a folder that exists and that you can write to."
            )
        }
    }

    private func exists(_ path: String) throws -> Bool {
        do { return try disk.size(of: path) != nil } catch let error as DiskError {
            throw VideoError.usage("\(path) cannot be written: \(error.reason).", "Nothing was sent.")
        }
    }

    private static let alphabet = Array("23456789abcdefghijkmnpqrstuvwxyz")
}

extension VideoRequest {
    /// The text that a file name is made from. A private prompt is never part of a name.
    var slugText: String { isPrivate ? "video" : prompt }
}

extension Destination {
    /// Returns whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
