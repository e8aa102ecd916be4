import VideoGenerationCore

/// The upload of a file to the temporary store of Model Studio, which keeps it for 48 hours. Its place belongs to the
/// model of the request.
struct DashScopeUpload {
    /// The largest picture that stays in the body of the submit, in bytes. The API documents no limit of a body, and the
    /// package of the vendor uploads every file.
    private static let largestInlinePicture = 5_000_000

    let file: Data
    let type: MediaInput.MediaType
    /// The address of the route that names a place.
    let policyURL: HTTPURL

    /// Whether an input cannot be in the body of a submit.
    static func isNeeded(for file: Data, _ kind: MediaInput.Kind) -> Bool {
        kind != .picture || file.count > largestInlinePicture
    }

    /// Returns the next step: GET `uploads?action=getPolicy`, then a form to the store that the response names.
    func step(after responses: [HTTPResponse]) throws -> UploadStep {
        guard let first = responses.first else { return .send(.reading(policyURL)) }
        let policy = ResponseDocument(first).json?["data"]
        guard let folder = policy?["upload_dir"]?.text, !folder.isEmpty,
            let store = policy?["upload_host"]?.text.flatMap({ HTTPURL($0) })
        else {
            throw VideoError(
                .malformedResponse,
                "Model Studio names no place for the upload.",
                advice: "Nothing was bought."
            )
        }
        let key = "\(folder)/\(name)"
        guard responses.count == 1 else { return .done("oss://\(key)") }
        var form = MultipartForm()
        let fields = [
            ("OSSAccessKeyId", "oss_access_key_id"), ("Signature", "signature"), ("policy", "policy"),
            ("x-oss-object-acl", "x_oss_object_acl"), ("x-oss-forbid-overwrite", "x_oss_forbid_overwrite"),
        ]
        for (field, member) in fields {
            if let value = policy?[member]?.text { form.add(field, value) }
        }
        form.add("key", key)
        form.add("success_action_status", "200")
        // The store ignores the fields after the file.
        form.add("file", picture: file, type)
        return .send(.posting(form, to: store))
    }

    /// The name of the file in its folder, from its bytes: a second file of the same request must not have the same one,
    /// because the store replaces no file.
    private var name: String {
        // FNV-1a.
        let hash = file.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(String(hash, radix: 16)).\(type.fileExtension)"
    }
}
