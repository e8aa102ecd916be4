import VideoGenerationCore

/// The constant header fields of requests. A field with a key cannot be among them.
struct HeaderTemplate: Sendable {
    var fields: [HTTPField] = []

    /// The fields that frame a message or that the package sends itself.
    private static let reserved: Set<String> = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "expect", "te", "trailer",
        "upgrade", "cookie", "keep-alive", "accept-encoding", "origin", "referer", "forwarded", "via",
    ]

    /// Reads the member `headers` of an object.
    /// - Parameter keyField: The name of the field with the key.
    init(_ object: ManifestObject, keyField: String) {
        guard let node = object["headers"] else { return }
        guard let members = node.members else {
            object.log.add(node, "This must be an object { … } of texts.")
            return
        }
        for member in members {
            guard let text = member.value.string, let field = HTTPField(name: member.key, value: text) else {
                object.log.add(member.value, "This is not the name and the text of a header field.")
                continue
            }
            let name = member.key.lowercased()
            guard name != keyField.lowercased(), !field.isUsuallyKey else {
                object.log.add(member.value, "The key is sent in this kind of field. Describe it in \"auth\" alone.")
                continue
            }
            guard !Self.reserved.contains(name), !name.hasPrefix("proxy-"), !name.hasPrefix("x-forwarded") else {
                object.log.add(member.value, "The package sets the field \(member.key.quoted) itself. Remove it.")
                continue
            }
            guard !text.contains("{"), !text.contains("}") else {
                object.log.add(member.value, "A header field is constant and has no placeholders.")
                continue
            }
            fields.append(field)
        }
    }

    /// Adds the fields to a request. A later value of a field replaces an earlier one.
    func add(to request: inout HTTPRequest) { for field in fields { request.fields[field.name] = field.value } }
}
