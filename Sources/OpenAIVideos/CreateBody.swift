import VideoGeneration

/// The body of a purchase in the OpenAI style, as JSON and as a form.
///
/// `seconds` is a string there. One picture is the `input_reference`; several, which only relays take, are
/// `images` in JSON and a part each in a form.
enum CreateBody {
    static func json(_ request: VideoRequest) throws -> JSONObject {
        var body = fields(request)
        if let video = request.video { body["video"] = ["id": .string(video)] }
        let pictures = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
        if pictures.count == 1 {
            body["input_reference"] = ["image_url": pictures[0]]
        } else if !pictures.isEmpty {
            body["images"] = .array(pictures)
        }
        for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
        return body
    }

    static func form(_ request: VideoRequest) throws -> MultipartForm {
        var form = MultipartForm()
        var fields = fields(request)
        for option in request.options.sorted(by: { $0.key < $1.key }) { fields[option.key] = option.value }
        for field in fields { form.add(field.key, field.value.text ?? field.value.description) }
        if let video = request.video { form.add("video[id]", video) }
        for picture in request.pictures {
            switch picture {
            case .data(let data, let type): form.add("input_reference", picture: data, type)
            case .url(let url): form.add("input_reference[image_url]", url.string)
            case .file, .omitted: throw picture.unavailable
            }
        }
        return form
    }

    private static func fields(_ request: VideoRequest) -> JSONObject {
        var body: JSONObject = [:]
        if request.source == nil { body["model"] = request.model.map { .string($0) } }
        body["prompt"] = .string(request.prompt)
        body["seconds"] = request.seconds.map { .string("\($0)") }
        body["size"] = request.size.map { .string($0.description) }
        body["resolution"] = request.resolution.map { .string($0) }
        body["aspect_ratio"] = request.aspectRatio.map { .string($0) }
        return body
    }
}

extension VideoRequest {
    /// The earlier video that goes into the body; a remix has it in the path.
    fileprivate var video: String? {
        switch source {
        case .edit(let id), .extend(let id): id
        case .remix, .template, nil: nil
        }
    }
}
