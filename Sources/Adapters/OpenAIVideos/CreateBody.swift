import VideoGenerationCore

/// The body of a purchase in the OpenAI style, as JSON and as a form.
///
/// `seconds` is a string there. One picture is the `input_reference` or what the server calls it; several, which
/// only relays take, are `images` in JSON and a part each in a form.
struct CreateBody {
    let request: VideoRequest
    /// The server's name for a picture's URL; nil if the entry does not say.
    let picture: OpenAIVideosDialect.PictureField?

    func json() throws -> JSONObject {
        var body = fields
        if let video = request.video { body["video"] = ["id": .string(video)] }
        let pictures = try request.pictures.map { JSONValue.string(try $0.sendableURL()) }
        if pictures.count == 1 {
            let field = picture ?? .inputReference
            body[field.rawValue] = field == .referenceURL ? pictures[0] : ["image_url": pictures[0]]
        } else if !pictures.isEmpty {
            body["images"] = .array(pictures)
        }
        for option in request.options.sorted(by: { $0.key < $1.key }) { body[option.key] = option.value }
        return body
    }

    func form() throws -> MultipartForm {
        var form = MultipartForm()
        var fields = fields
        for option in request.options.sorted(by: { $0.key < $1.key }) { fields[option.key] = option.value }
        for field in fields { form.add(field.key, field.value.text ?? field.value.description) }
        if let video = request.video { form.add("video[id]", video) }
        for picture in request.pictures {
            switch picture {
            case .data(let data, let type): form.add("input_reference", picture: data, type)
            case .url(let url): try add(url, to: &form)
            case .file, .omitted: throw picture.unavailable
            }
        }
        return form
    }

    /// A form that has no field of that name is taken without it: a video without its picture, for the same money.
    private func add(_ url: HTTPURL, to form: inout MultipartForm) throws {
        switch picture {
        case .inputReference: form.add("input_reference[image_url]", url.string)
        case .referenceURL: form.add("reference_url", url.string)
        case .imageReference:
            form.add("image_reference", JSONValue.object(["image_url": .string(url.string)]).description)
        case nil:
            throw VideoError(
                .invalidRequest,
                "It is not known how this server calls the URL of a picture in a form.",
                advice: """
                    Nothing was sent. Give the picture as a file, or say in the provider's options what the server \
                    calls it: `picture` is \(OpenAIVideosDialect.PictureField.names).
                    """
            )
        }
    }

    private var fields: JSONObject {
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
