import VideoGenerationCore

/// The values of a request for the placeholders of a submit, and which of them were used.
///
/// A part of the request that no placeholder used is refused: leaving it out silently would buy a different video.
struct RequestValues: PlaceholderValues {
    private let request: VideoRequest
    private let tables: [String: ValueTable]
    private let isListed: Bool
    private let dialect: String
    private var used: Set<String> = []
    private var usedReferences: Set<Int> = []
    private var reference: Int?

    init(_ request: VideoRequest, _ tables: [String: ValueTable], isListed: Bool, dialect: String) {
        self.request = request
        self.tables = tables
        self.isListed = isListed
        self.dialect = dialect
    }

    var referenceCount: Int { request.references.count }

    mutating func select(reference index: Int?) -> MediaInput.Kind? {
        reference = index
        return index.map { request.references[$0].kind }
    }

    /// Marks a part of the request as used without a placeholder.
    mutating func use(_ name: String) { used.insert(name) }

    mutating func value(of placeholder: Placeholder) throws -> JSONValue? {
        let parts = placeholder.name.split(separator: ".", maxSplits: 1).map(String.init)
        let (name, detail) = (parts[0], parts.count > 1 ? parts[1] : "")
        if name == "values" { return try tableValue(detail) }
        let value = try plainValue(name, detail)
        guard value != nil else { return nil }
        if name == "reference", let reference { usedReferences.insert(reference) } else { used.insert(name) }
        return value
    }

    private mutating func tableValue(_ name: String) throws -> JSONValue? {
        guard let result = try tables[name]?.value(for: request, isListed: isListed, by: dialect) else { return nil }
        used.formUnion(result.used)
        return result.value
    }

    private func plainValue(_ name: String, _ detail: String) throws -> JSONValue? {
        switch name {
        case "model": request.model.map { .string($0) }
        case "prompt": request.prompt.allSatisfy(\.isWhitespace) ? nil : .string(request.prompt)
        case "seconds": request.seconds.map { detail == "text" ? .string("\($0)") : JSONValue($0) }
        case "size":
            switch detail {
            case "width": request.size.map { JSONValue($0.width) }
            case "height": request.size.map { JSONValue($0.height) }
            default: request.size.map { .string($0.description) }
            }
        case "resolution": request.resolution.map { .string($0) }
        case "aspectRatio": request.aspectRatio.map { .string($0) }
        case "firstFrame": try request.firstFrame.flatMap { try Self.text(of: $0, detail) }
        case "lastFrame": try request.lastFrame.flatMap { try Self.text(of: $0, detail) }
        case "reference": try reference.flatMap { try Self.text(of: request.references[$0], detail) }
        case "source": request.sourceID.map { .string($0) }
        default: nil
        }
    }

    /// Returns a part of an input: `link` is a URL or the provider's own ID, `base64` and `type` are of a file in the
    /// body, `uploaded` is the provider's own ID. Without a detail, every input has a value.
    private static func text(of input: MediaInput, _ detail: String) throws -> JSONValue? {
        switch (detail, input.source) {
        case ("", _): .string(try input.sendableURL())
        case ("link", .url(let url)): .string(url.string)
        case ("link", .uploaded(let id)), ("uploaded", .uploaded(let id)): .string(id)
        case ("base64", .data(let data, _)): .string(data.base64EncodedString())
        case ("type", .data(_, let type)): .string(type.rawValue)
        default: nil
        }
    }

    /// Throws an error if a part of the request has no place in the submit.
    func refuseUnused() throws {
        func check(_ name: String, _ isAsked: Bool, _ what: String) throws {
            try request.refuse(isAsked && !used.contains(name), what, by: dialect)
        }
        try check("model", request.model != nil, "the model")
        try check("prompt", !request.prompt.allSatisfy(\.isWhitespace), "a prompt")
        try check("seconds", request.seconds != nil, "the length with this input")
        try check("size", request.size != nil, "a size in pixels")
        try check("resolution", request.resolution != nil, "a resolution")
        try check("aspectRatio", request.aspectRatio != nil, "an aspect ratio")
        try check("firstFrame", request.firstFrame != nil, "this first frame")
        try check("lastFrame", request.lastFrame != nil, "this last frame")
        try check("source", request.source != nil, "an earlier video or a template")
        for (index, reference) in request.references.enumerated() where !usedReferences.contains(index) {
            try request.refuse(true, "this \(reference.kind) as a reference", by: dialect)
        }
    }
}

extension VideoRequest {
    /// The ID of the earlier video or of the template.
    var sourceID: String? {
        switch source {
        case .remix(let id), .edit(let id), .extend(let id): id
        // The texts of a template have no placeholder, so a request with texts is refused.
        case .template(let id, let texts): texts.isEmpty ? id : nil
        case nil: nil
        }
    }

    /// The name of the source in a manifest.
    var sourceName: String? {
        switch source {
        case .remix: "remix"
        case .edit: "edit"
        case .extend: "extend"
        case .template: "template"
        case nil: nil
        }
    }
}
