import VideoGeneration

/// Where a video goes: decided, and seen to be possible, before anything is bought.
struct Destination {
    let folders: UserFolders
    let disk: any Disk
    let random: any RandomSource

    /// The file's whole path. A folder gets a name of our own in it: made of the prompt's letters and a few
    /// drawn ones, never of what a server says.
    /// - Throws: ``VideoError`` with code `usage` where the folder cannot be written to, or a file is there.
    /// - Parameter acceptsAny: whether a name of our own is to get its suffix from the file.
    func path(_ output: String?, prompt: String, overwrite: Bool, acceptsAny: Bool = false) throws -> String {
        let wish = folders.absolute(output ?? ".")
        let isFolder = output == nil || output?.hasSuffix("/") == true || Self.isFolder(wish)
        let name = name(for: prompt).dropLast(acceptsAny ? Self.suffix.count : 0)
        let path = isFolder ? (wish == "/" ? "" : wish) + "/" + name : wish
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        try checkFolder(folder.isEmpty ? "/" : String(folder))
        if try !overwrite && exists(path) {
            throw VideoError.usage(
                "\(path) exists and is kept.",
                "Nothing was sent. Give --overwrite to replace it, or another --output."
            )
        }
        return path
    }

    /// `boat-minimax.mp4` out of `boat.mp4`: the files of several providers are told apart.
    static func path(_ output: String, for provider: String) -> String {
        let part = "-" + String(provider.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
        let name = output.lastIndex(of: "/").map { output.index(after: $0) } ?? output.startIndex
        guard let dot = output[name...].lastIndex(of: "."), dot > name else { return output + part }
        return output[..<dot] + part + output[dot...]
    }

    /// What the names of our own end with.
    static let suffix = ".mp4"

    /// Whether a file's name is one of our own.
    static func isOwn(_ name: String, _ prompt: String) -> Bool {
        let slug = slug(of: prompt)
        let letters = name.dropFirst(slug.count).dropLast(suffix.count)
        return name.hasPrefix(slug) && name.hasSuffix(suffix) && letters.count == 4
            && letters.allSatisfy(alphabet.contains)
    }

    /// `a-paper-boat-in-the-rain-k3f9.mp4`
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
                "Nothing was sent. Give --output a file in a folder that exists and is yours."
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
    /// What a file's name may be made of: a private prompt is in no name.
    var slugText: String { isPrivate ? "video" : prompt }
}
