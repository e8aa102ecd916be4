import VideoGeneration
import VideoPlatform

/// The picture of a request in OpenAI's format: a file in the form, or an object with `image_url` or `file_id`.
enum OpenAIPicture {
    /// Refuses a file that is not a picture by its declared type or its first bytes.
    static func check(_ form: CreateForm) throws(Refusal) {
        if let file = form.files["input_reference"] {
            let type = file.type?.split(separator: ";").first.map { $0.trimmed.lowercased() }
            guard type.map(SentPicture.types.contains) ?? true else { throw unsupported(type ?? "") }
            guard type == "video/mp4" && file.content.beginsLikeMP4 || SentPicture.isPicture(file.content) else {
                throw refusal("Invalid image file or mode for image 0, please check your image file.")
            }
        }
        guard let link = form.fields["input_reference"]?["image_url"]?.text, link.hasPrefix("data:") else { return }
        guard SentPicture.isAddress(link) else {
            throw refusal("Invalid image file or mode for image 0, please check your image file.")
        }
    }

    /// Returns the fields of a request with the form's picture as a data URL, as a relay forwards them.
    static func inlined(_ form: CreateForm) -> JSONValue {
        guard let file = form.files["input_reference"] else {
            let link = form.fields["input_reference"]?["image_url"]
            return link.map { form.fields.setting(["image"], to: $0) } ?? form.fields
        }
        let text = "data:\(file.type ?? "image/png");base64,\(Data(file.content).base64EncodedString())"
        return form.fields.setting(["image"], to: .string(text))
    }

    private static func unsupported(_ type: String) -> Refusal {
        let known = SentPicture.types.map { "'\($0)'" }
        let list = known.dropLast().joined(separator: ", ") + ", and " + (known.last ?? "")
        return refusal(
            "Invalid file 'input_reference': unsupported mimetype ('\(type)'). Supported file formats are \(list)."
        )
    }

    private static func refusal(_ message: String) -> Refusal {
        Refusal(.invalidRequest, message, parameter: "input_reference")
    }
}
