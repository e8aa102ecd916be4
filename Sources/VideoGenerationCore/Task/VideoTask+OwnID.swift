extension VideoTask {
    /// The caller's ID of the task, sent with every submit of the task if the provider's API accepts one.
    ///
    /// The creation time distinguishes tasks that have the same ID in the journals of two machines. The number of a later
    /// attempt is appended, because a provider returns the earlier task for an ID that it knows.
    package var ownID: String {
        let base = "\(id)-\(Int64(exactly: createdAt.timeIntervalSince1970.rounded(.towardZero)) ?? 0)"
        return endedAttempts == 0 ? base : "\(base)-\(endedAttempts + 1)"
    }

    /// Returns a text without the own IDs of tasks in it, which differ from run to run.
    package static func maskingOwnIDs(in text: String, with mark: String) -> String {
        var result = ""
        var word = ""
        func end() {
            result += isOwnID(word) ? mark : word
            word = ""
        }
        for character in text {
            if character.isASCII, character.isLetter || character.isNumber || character == "-" {
                word.append(character)
            } else {
                end()
                result.append(character)
            }
        }
        end()
        return result
    }

    private static func isOwnID(_ word: String) -> Bool {
        guard word.first == "v" else { return false }
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), parts[2...].allSatisfy({ Int64($0) != nil }) else { return false }
        return ID(rawValue: parts[..<2].joined(separator: "-")) != nil
    }
}
