import VideoGeneration

/// The fields of a request in JSON or in a form. In a form, numbers and objects are strings.
struct CreateForm {
    /// The fields, without the files.
    var fields: JSONValue
    /// The files by the name of their field.
    var files: [String: MultipartParser.Part] = [:]

    init(_ context: RequestContext) throws(Refusal) {
        let type = context.request.field("content-type")
        guard let form = MultipartParser(type: type, body: context.request.body) else {
            fields = try context.json()
            return
        }
        var object = JSONObject()
        for part in form.parts {
            if part.filename != nil || part.type?.hasPrefix("image/") == true {
                files[part.name] = part
            } else {
                let text = String(decoding: part.content, as: UTF8.self)
                // `video[id]` is the member `id` of the object `video`.
                let path = part.name.split(whereSeparator: { "[]".contains($0) }).map(String.init)
                object = JSONValue.object(object).setting(path, to: .string(text)).object ?? object
            }
        }
        fields = .object(object)
    }
}
