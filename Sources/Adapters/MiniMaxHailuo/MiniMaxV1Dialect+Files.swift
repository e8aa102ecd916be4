public import VideoGenerationCore

/// The file endpoints of MiniMax's first API, as mappings. ``VideoGeneration/DialectProvider`` has them as
/// calls.
extension MiniMaxV1Dialect {
    /// POST `files/upload`.
    public func uploadRequest(
        _ content: [UInt8],
        named name: String,
        type: String,
        for purpose: MiniMaxFile.Purpose,
        at endpoint: Endpoint
    ) throws -> HTTPRequest {
        var form = MultipartForm()
        form.add("purpose", purpose.rawValue)
        form.add("file", file: content, named: name, type: type)
        return .posting(form, to: try route.url("files", "upload", at: endpoint))
    }

    /// GET `files/list?purpose=`; there are no pages.
    public func fileListRequest(of purpose: MiniMaxFile.Purpose, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try route.url("files", "list", query: [("purpose", purpose.rawValue)], at: endpoint))
    }

    /// POST `files/delete`.
    public func deletionRequest(
        ofFile id: String,
        for purpose: MiniMaxFile.Purpose,
        at endpoint: Endpoint
    ) throws -> HTTPRequest {
        // The id is an integer there, however many digits it has.
        let isNumber = !id.isEmpty && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let body: JSONObject = [
            "file_id": isNumber ? .number(id) : .string(id), "purpose": .string(purpose.rawValue),
        ]
        return .posting(body, to: try route.url("files", "delete", at: endpoint))
    }

    /// The bytes of a file through the API itself: GET `files/retrieve_content?file_id=`, with the key.
    public func content(ofFile id: String, at endpoint: Endpoint) throws -> VideoAsset {
        let link = try route.url("files", "retrieve_content", query: [("file_id", id)], at: endpoint)
        return VideoAsset(link, id: id, needsCredential: true)
    }

    /// The file in the answer to an upload.
    /// - Throws: `VideoError`; `malformedResponse` where there is none.
    public func uploaded(_ response: HTTPResponse) throws -> MiniMaxFile {
        let answer = try reader.accepted(response, .file)
        guard let file = answer.first("file").flatMap(MiniMaxFile.init) else {
            throw VideoError(.malformedResponse, "The answer names no file.", httpStatus: response.status)
        }
        return file
    }

    /// The files in the answer to a list.
    public func files(_ response: HTTPResponse) throws -> [MiniMaxFile] {
        let answer = try reader.accepted(response, .list)
        return answer.first("files")?.array?.compactMap(MiniMaxFile.init) ?? []
    }

    /// Reads the answer to a deletion.
    public func deleted(_ response: HTTPResponse) throws { _ = try reader.accepted(response, .cancel) }
}
