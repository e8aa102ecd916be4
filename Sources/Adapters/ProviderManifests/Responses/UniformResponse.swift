import VideoGenerationCore

/// Turns a provider's response into one with the same facts at fixed keys, which the gates of the core then judge.
///
/// Only the places that the manifest declares are read. An array stays an array, and a body that is not JSON is passed on
/// as it is, so that a page, an empty body or a body that was cut off keeps its meaning.
struct UniformResponse: Sendable {
    let reading: ManifestReading
    let words: StatusTable

    /// The keys of the uniform response.
    enum Key {
        static let id = "id"
        static let status = "status"
        static let error = "error"
        static let outputs = "outputs"
        static let charge = "charge"
        static let ownID = "own_id"
        static let result = "result_link"
        static let cancel = "cancel_link"
        static let items = "items"
    }

    /// Returns the uniform response.
    /// - Parameter items: The places of an array of tasks, for a list.
    func make(_ response: HTTPResponse, _ operation: DialectOperation, items: [JSONPointer] = []) -> HTTPResponse {
        let isShort = response.head.contentLength.map { Int64(response.body.count) < $0 } ?? false
        guard !isShort, let json = try? JSONValue(parsingResponse: response.body), Self.isDocument(json, items) else {
            return response
        }
        var object = uniform(json, operation, isSuccess: response.head.isSuccess)
        if let rows = items.first(where: { $0.value(in: json)?.array != nil })?.value(in: json)?.array {
            object = [
                Key.items: .array(rows.prefix(1_000).map { .object(uniform($0, operation, isSuccess: true)) })
            ]
        }
        var head = response.head
        head.fields["Content-Length"] = nil
        return HTTPResponse(head: head, body: JSONValue.object(object).bytes)
    }

    private static func isDocument(_ json: JSONValue, _ items: [JSONPointer]) -> Bool {
        json.object != nil || !items.isEmpty && json.array != nil
    }

    private func uniform(_ json: JSONValue, _ operation: DialectOperation, isSuccess: Bool) -> JSONObject {
        var object: JSONObject = [:]
        let id = reading.id.first(in: json).flatMap { $0.identifier == nil ? nil : $0 }
        let word = reading.state.first(in: json).flatMap(Self.word)
        object[Key.id] = id
        object[Key.status] = word.map { .string($0) }
        object["progress"] = reading.progress.first(in: json)
        object["file_id"] = reading.file.first(in: json)
        object[Key.ownID] = reading.ownID.first(in: json)
        object["created_at"] = reading.created.first(in: json)
        object["expires_at"] = reading.expires.first(in: json)
        object["prompt"] = reading.prompt.first(in: json)
        object["polling_url"] = reading.statusURL.first(in: json)
        object[Key.result] = reading.resultURL.first(in: json)
        object[Key.cancel] = reading.cancelURL.first(in: json)
        object[Key.charge] = reading.charge.flatMap { $0.charge(in: json) }.map { .string("\($0.amount)") }
        object[Key.error] = error(
            in: json,
            isTold: !isSuccess || word.map(saysFailure) ?? (id == nil),
            isRaw: !isSuccess || operation == .submit && id == nil
        )
        let outputs = outputs(in: json)
        if !outputs.isEmpty { object[Key.outputs] = .array(outputs) }
        return object
    }

    /// Returns the error that the declared places report.
    /// - Parameters:
    ///   - isTold: Whether a reason counts that stands alone. Many APIs send `"message": "ok"` with a success.
    ///   - isRaw: Whether the whole response counts if the declared places are empty.
    private func error(in json: JSONValue, isTold: Bool, isRaw: Bool) -> JSONValue? {
        let code = reading.code.first(in: json)?.identifier.flatMap { ProviderErrorDetails.isOK($0) ? nil : $0 }
        let reason = isTold || code != nil ? reading.reason.first(in: json) : nil
        var error: JSONObject = [:]
        error["code"] = code.map { .string($0) }
        error["message"] = reason
        if error["code"] != nil || error["message"] != nil { return .object(error) }
        return isRaw ? json : nil
    }

    private func saysFailure(_ word: String) -> Bool {
        switch words[word] {
        case .failed, .cancelled, .expired: true
        case .queued, .running, .succeeded, nil: false
        }
    }

    /// Returns a state as a word: `"done": true` is the word `true`.
    private static func word(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let digits): digits
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    private func outputs(in json: JSONValue) -> [JSONValue] {
        reading.outputs.flatMap { output -> [JSONValue] in
            guard let value = output.pointers.first(in: json) else { return [] }
            return (value.array ?? [value]).prefix(16).compactMap { link in
                link.text.map { ["kind": .string(output.kind.rawValue), "url": .string($0)] }
            }
        }
    }
}
