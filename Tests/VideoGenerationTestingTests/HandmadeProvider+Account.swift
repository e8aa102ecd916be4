import VideoGeneration

/// Look-ups by the caller's own ID, and uploads.
extension HandmadeProvider {
    func lookUp(_ ownID: String, of request: VideoRequest, in context: ExchangeContext) async throws
        -> [TaskSnapshot]?
    {
        let link = try url("videos", "by-own-id", ownID)
        let message = HTTPRequest(mistake == .looksUpUnsafely ? .post : .get, link)
        let rows = try read(try await ask(message, context.transport))["data"]?.array ?? []
        let found = rows.compactMap { row -> TaskSnapshot? in
            guard let id = row["id"]?.identifier else { return nil }
            let own = mistake == .dropsFoundIDs ? nil : row["own"]?.text
            return TaskSnapshot(RemoteTask(id: id), .running, ownID: own)
        }
        return mistake == .takesFirstFound ? Array(found.prefix(1)) : found
    }

    func prepare(_ request: VideoRequest, in context: ExchangeContext) async throws -> VideoRequest {
        guard mistake != .uploadsNothing else { return request }
        return try await request.mapMedia { input in
            guard case .data(let data, _) = input.source else { return input }
            let begun = try read(try await ask(HTTPRequest(.post, try url("uploads")), context.transport))
            guard let id = begun["upload"]?.identifier else { throw VideoError(.malformedResponse, "No upload.") }
            if mistake != .uploadsOnce {
                let bytes = HTTPRequest(.put, try url("uploads", id), body: Array(data))
                _ = try read(try await ask(bytes, context.transport))
            }
            return .uploaded(id, kind: input.kind)
        }
    }
}
