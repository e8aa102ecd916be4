import VideoGenerationCore

/// The body of a submit in the OpenAI style, as JSON or as a form.
///
/// The API expects `seconds` as a string. One picture is sent as `input_reference` or in the server's own field.
/// Several pictures, which only relays accept, are `images` in JSON, or one part each in a form.
struct CreateBody {
    let request: VideoRequest
    /// The name of the server's field for a picture's URL; nil if the configuration does not name it.
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
        body.merge(request.options)
        return body
    }

    func form() throws -> MultipartForm {
        var form = MultipartForm()
        var fields = fields
        fields.merge(request.options)
        for field in fields { form.add(field.key, field.value.text ?? field.value.description) }
        if let video = request.video { form.add("video[id]", video) }
        for picture in request.pictures {
            switch picture.source {
            case .data(let data, let type): form.add("input_reference", picture: data, type)
            case .url(let url): try add(url, to: &form)
            case .uploaded, .file, .omitted: throw picture.unavailable
            }
        }
        return form
    }

    /// Servers ignore an unknown field in a form, and would generate a video without the picture for the same price.
    private func add(_ url: HTTPURL, to form: inout MultipartForm) throws {
        switch picture {
        case .inputReference: form.add("input_reference[image_url]", url.string)
        case .referenceURL: form.add("reference_url", url.string)
        case .imageReference:
            form.add("image_reference", JSONValue.object(["image_url": .string(url.string)]).description)
        case nil:
            throw VideoError(
                .invalidRequest,
                "The name of this server's form field for a picture's URL is unknown.",
                advice: """
                    Nothing was sent. Give the picture as a file, or set the provider's option `picture` to the name \
                    of the field: \(OpenAIVideosDialect.PictureField.names).
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
    /// The earlier video that the body names. A remix names it in the path instead.
    fileprivate var video: String? {
        switch source {
        case .edit(let id), .extend(let id): id
        case .remix, .template, nil: nil
        }
    }
}
