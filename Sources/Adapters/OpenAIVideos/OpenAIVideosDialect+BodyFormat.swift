import VideoGenerationCore

extension OpenAIVideosDialect.Create {
    /// The kind of body that a refusal asks for; nil if it asks for none.
    ///
    /// Servers describe the symptom: a form in which every field is missing, or JSON that begins with the two hyphens
    /// of a form's boundary.
    init?(wantedBy response: HTTPResponse, isForm: Bool) {
        guard [400, 415, 422, 500].contains(response.status) else { return nil }
        let text = String(decoding: response.body.prefix(4_000), as: UTF8.self).lowercased()
        let errors = Self.validationErrors(in: response)
        if isForm {
            let wantsJSON =
                errors.contains { $0.path == ["body"] } || Self.signsOfJSON.contains { text.contains($0) }
            guard wantsJSON || response.status == 415 else { return nil }
            self = .json
        } else {
            let wantsForm =
                errors.contains { $0.isMissing && $0.path.count == 2 && $0.path.first == "body" }
                || Self.signsOfForms.contains { text.contains($0) }
            guard wantsForm || response.status == 415 else { return nil }
            self = .multipart
        }
    }

    /// The advice for the user, as one sentence.
    var advice: String {
        self == .json
            ? "The server seems to expect JSON. Set `create: json` in the provider's options."
            : "The server seems to expect a form. Set `create: multipart` in the provider's options."
    }

    private static let signsOfForms = [
        "multipart", "form-data", "form data",
        // vLLM prints FastAPI's error as a Python value.
        "('body', 'prompt'), 'msg': 'field required', 'input': none",
    ]
    private static let signsOfJSON = [
        "application/json", "invalid character '-'", "no number after minus sign", "expecting value", "not valid json",
        "invalid json", "json decode", "cannot unmarshal", "input_reference file is required",
        "'loc': ('body',),",
    ]

    /// Returns FastAPI's list of errors. For a field that is missing in a form it contains `"input": null`; for a field
    /// that is missing in JSON it repeats the JSON.
    private static func validationErrors(in response: HTTPResponse) -> [(path: [String], isMissing: Bool)] {
        let details = ResponseDocument(response).json?["detail"]?.array ?? []
        return details.compactMap { detail in
            guard let path = detail["loc"]?.array else { return nil }
            let isMissing = detail["type"]?.text == "missing" && (detail["input"]?.isBlank ?? true)
            return (path.compactMap(\.identifier), isMissing)
        }
    }
}
