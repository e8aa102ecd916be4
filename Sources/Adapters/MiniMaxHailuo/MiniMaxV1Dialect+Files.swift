package import VideoGenerationCore

/// The file endpoints of MiniMax's first API, as pure mappings. ``MiniMaxFiles`` sends the requests.
extension MiniMaxV1Dialect {
    /// Returns the upload request: POST `files/upload`.
    /// - Throws: `VideoError` if the endpoint's URL cannot be extended.
    package func uploadRequest(
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

    /// Returns the request for the list of files: GET `files/list?purpose=`. The API has no pages.
    /// - Throws: `VideoError` if the endpoint's URL cannot be extended.
    package func fileListRequest(of purpose: MiniMaxFile.Purpose, at endpoint: Endpoint) throws -> HTTPRequest {
        .reading(try route.url("files", "list", query: [("purpose", purpose.rawValue)], at: endpoint))
    }

    /// Returns the request that deletes a file: POST `files/delete`.
    /// - Throws: `VideoError` if the endpoint's URL cannot be extended.
    package func deletionRequest(
        ofFile id: String,
        for purpose: MiniMaxFile.Purpose,
        at endpoint: Endpoint
    ) throws -> HTTPRequest {
        // The API expects the id as an integer, however many digits it has.
        let isNumber = !id.isEmpty && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let body: JSONObject = [
            "file_id": isNumber ? .number(id) : .string(id), "purpose": .string(purpose.rawValue),
        ]
        return .posting(body, to: try route.url("files", "delete", at: endpoint))
    }

    /// Returns the link to a file's bytes at the API itself: GET `files/retrieve_content?file_id=`, with the key.
    /// - Throws: `VideoError` if the endpoint's URL cannot be extended.
    package func content(ofFile id: String, at endpoint: Endpoint) throws -> VideoOutput {
        let link = try route.url("files", "retrieve_content", query: [("file_id", id)], at: endpoint)
        return VideoOutput(link, id: id, needsCredential: true)
    }

    /// Returns the file in the response to an upload.
    /// - Throws: `VideoError`; `malformedResponse` if the response contains no file.
    package func uploaded(_ response: HTTPResponse) throws -> MiniMaxFile {
        let document = try reader.accepted(response, .file)
        guard let file = document.first("file").flatMap(MiniMaxFile.init) else {
            throw VideoError(.malformedResponse, "The response contains no file.", httpStatus: response.status)
        }
        return file
    }

    /// Returns the files in the response to the request for a list.
    /// - Throws: `VideoError` if the response is an error.
    package func files(_ response: HTTPResponse) throws -> [MiniMaxFile] {
        let document = try reader.accepted(response, .list)
        return document.first("files")?.array?.compactMap(MiniMaxFile.init) ?? []
    }

    /// Checks the response to the deletion of a file.
    /// - Throws: `VideoError` if the response is an error.
    package func deleted(_ response: HTTPResponse) throws { _ = try reader.accepted(response, .cancel) }
}
