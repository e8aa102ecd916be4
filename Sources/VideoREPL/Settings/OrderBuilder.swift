import Foundation
import VideoGeneration

/// Makes a request out of a line: its options first, then the session's defaults, then the provider's.
struct OrderBuilder {
    let invocation: Invocation
    let session: [String: String]
    let provider: [String: JSONValue]
    let folders: UserFolders
    let disk: any Disk

    func request(model: String?) throws -> VideoRequest {
        var request = VideoRequest(prompt: try prompt(), model: model)
        request.seconds = try seconds()
        request.size = try size()
        request.resolution = try text(.resolution, "resolution")
        request.aspectRatio = try text(.aspectRatio, "aspectRatio")
        request.firstFrame = try invocation[.firstFrame].map { try picture($0, .firstFrame) }
        request.lastFrame = try invocation[.lastFrame].map { try picture($0, .lastFrame) }
        request.references = try invocation.all(.reference).map { try picture($0, .reference) }
        for option in invocation.all(.set) {
            let parts = option.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw VideoError.usage("--option \(option.shown) is not NAME=VALUE.")
            }
            let value = String(parts[1])
            request.options[String(parts[0])] = (try? JSONValue(parsing: value)) ?? .string(value)
        }
        request.isPrivate = invocation.has(.isPrivate)
        guard request.prompt.contains(where: { !$0.isWhitespace }) || request.firstFrame != nil else {
            throw VideoError.usage("The prompt is empty.", "Nothing was sent. Say what the video shall show.")
        }
        return request
    }

    private func prompt() throws -> String {
        guard let path = invocation[.promptFile] else { return invocation.arguments.first ?? "" }
        guard invocation.arguments.isEmpty else {
            throw VideoError.usage("There is a prompt on the line and one in --prompt-file.", "Give one of them.")
        }
        return try UserFile.text(path, of: .promptFile, folders, disk)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func seconds() throws -> Int? {
        if let seconds = try invocation.integer(.seconds, in: 1...3600) { return seconds }
        // A resolution or size on the line may not go with a default length, and the other way round; the
        // model's own check says so.
        if let text = session["seconds"] { return Int(text) }
        return provider["seconds"]?.int
    }

    private func size() throws -> VideoSize? {
        if let size = try invocation.size(.size) { return size }
        guard invocation[.resolution] == nil else { return nil }
        return (session["size"] ?? provider["size"]?.text).flatMap { VideoSize($0) }
    }

    private func text(_ option: CommandOption, _ name: String) throws -> String? {
        if let text = invocation[option] {
            guard !text.isEmpty else { throw VideoError.usage("--\(option.name) is empty.") }
            return text
        }
        if option == .resolution, invocation[.size] != nil { return nil }
        return session[option.name] ?? provider[name]?.text
    }

    private func picture(_ text: String, _ option: CommandOption) throws -> MediaInput {
        if text.contains("://") {
            guard let url = HTTPURL(text) else {
                throw VideoError.usage("--\(option.name) is no plain http or https address.", "Nothing was sent.")
            }
            return .url(url)
        }
        let path = folders.absolute(text)
        do {
            guard try disk.size(of: path) != nil else {
                throw VideoError.usage("--\(option.name) \(text.shown): there is no such file.", "Nothing was sent.")
            }
        } catch let error as DiskError {
            throw VideoError.usage(
                "--\(option.name) \(text.shown) cannot be read: \(error.reason).",
                "Nothing was sent."
            )
        }
        return .file(path)
    }
}
