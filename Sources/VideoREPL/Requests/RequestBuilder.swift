import VideoGeneration
import VideoPlatform

/// Creates a request from a command line: from its options first, then the session's defaults, then the provider's.
struct RequestBuilder {
    let invocation: Invocation
    let session: [CommandOption: String]
    let provider: [String: JSONValue]
    let folders: UserFolders
    let disk: any Disk

    func request(model: String?) throws -> VideoRequest {
        guard invocation.arguments.isEmpty || !invocation.has(.promptFile) else {
            throw VideoError.usage("There is a prompt on the line and one in --prompt-file.", "Give one of them.")
        }
        var request = VideoRequest(prompt: try promptFile() ?? invocation.arguments.first ?? "", model: model)
        request.seconds = try seconds()
        request.size = try size()
        request.resolution = try text(.resolution, "resolution")
        request.aspectRatio = try text(.aspectRatio, "aspectRatio")
        try addInputsAndOptions(to: &request)
        guard !request.prompt.unicodeScalars.contains("\u{FFFD}") else {
            throw VideoError.usage(
                "The prompt has bytes that are not UTF-8. The video would be made from replacement characters.",
                "Nothing was sent. Type the prompt again, or save it as UTF-8 and give it with --prompt-file."
            )
        }
        let needsPrompt = request.firstFrame == nil && request.mode != .template
        guard request.prompt.contains(where: { !$0.isWhitespace }) || !needsPrompt else {
            throw VideoError.usage("The prompt is empty.", "Nothing was sent. Describe the video.")
        }
        return request
    }

    /// Returns an earlier request with the changes on the command line.
    func changes(to earlier: VideoRequest, model: String?) throws -> VideoRequest {
        var request = earlier
        if let prompt = try promptFile() { request.prompt = prompt }
        request.model = model ?? request.model
        if let seconds = try seconds() { request.seconds = seconds }
        if let size = try size() { (request.size, request.resolution) = (size, nil) }
        if let resolution = try text(.resolution, "resolution") {
            (request.resolution, request.size) = (resolution, nil)
        }
        if let ratio = try text(.aspectRatio, "aspectRatio") { request.aspectRatio = ratio }
        try addInputsAndOptions(to: &request)
        guard !request.prompt.isEmpty || !request.isPrivate else {
            throw VideoError.usage(
                "The prompt was private and was not saved.",
                "Nothing was sent. Give it with --prompt-file."
            )
        }
        return request
    }

    /// The references on the line replace those of an earlier request of the same kind.
    private func addInputsAndOptions(to request: inout VideoRequest) throws {
        if let text = invocation[.firstFrame] { request.firstFrame = try input(text, .firstFrame) }
        if let text = invocation[.lastFrame] { request.lastFrame = try input(text, .lastFrame) }
        let kinds: [(CommandOption, MediaInput.Kind)] = [
            (.reference, .picture), (.referenceVideo, .video), (.referenceAudio, .audio),
        ]
        for (option, kind) in kinds {
            let references = try invocation.all(option).map { try input($0, option, kind) }
            if references.isEmpty { continue }
            request.references.removeAll { $0.kind == kind }
            request.references += references
        }
        if let source = try source(filledWith: request.prompt) { request.source = source }
        for option in invocation.all(.set) {
            let parts = option.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw VideoError.usage("--option \(option.shown) is not NAME=VALUE.")
            }
            let value = String(parts[1])
            request.options[String(parts[0])] = (try? JSONValue(parsing: value)) ?? .string(value)
        }
        request.isPrivate = request.isPrivate || invocation.has(.isPrivate)
    }

    /// Returns the earlier video or the template that the request starts from. The prompt is the text of a template.
    private func source(filledWith prompt: String) throws -> VideoRequest.Source? {
        let sources: [VideoRequest.Source] = [
            invocation[.remix].map { .remix(videoID: $0) }, invocation[.edit].map { .edit(videoID: $0) },
            invocation[.extend].map { .extend(videoID: $0) },
            invocation[.template].map { .template(id: $0, texts: prompt.isEmpty ? [] : [prompt]) },
        ].compactMap(\.self)
        guard sources.count <= 1 else {
            throw VideoError.usage("A video is made from one source only.", "Nothing was sent. Give one of them.")
        }
        return sources.first
    }

    private func promptFile() throws -> String? {
        guard let path = invocation[.promptFile] else { return nil }
        return try UserFile.text(path, of: .promptFile, folders, disk)
            .trimming(\.isWhitespace)
    }

    private func seconds() throws -> Int? {
        if let seconds = try invocation.integer(.seconds, in: 1...3600) { return seconds }
        // A resolution or a size on the line may conflict with a default length, and the reverse. The model's own check
        // reports it.
        if let text = session[.seconds] { return Int(text) }
        return provider["seconds"]?.int
    }

    private func size() throws -> VideoSize? {
        if let size = try invocation.size(.size) { return size }
        guard invocation[.resolution] == nil else { return nil }
        return (session[.size] ?? provider["size"]?.text).flatMap { VideoSize($0) }
    }

    private func text(_ option: CommandOption, _ name: String) throws -> String? {
        if let text = invocation[option] {
            guard !text.isEmpty else { throw VideoError.usage("--\(option.name) is empty.") }
            return text
        }
        if option == .resolution, invocation[.size] != nil { return nil }
        return session[option] ?? provider[name]?.text
    }

    private func input(_ text: String, _ option: CommandOption, _ kind: MediaInput.Kind = .picture) throws
        -> MediaInput
    {
        if text.contains("://") {
            guard let url = HTTPURL(text) else {
                throw VideoError.usage("--\(option.name) is not a plain http or https URL.", "Nothing was sent.")
            }
            return .url(url, kind: kind)
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
        return .file(path, kind: kind)
    }
}
