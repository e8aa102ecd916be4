import VideoGeneration

/// Requests for MiniMax's H3 models at a relay. The relay translates its own fields and takes MiniMax's fields from
/// `metadata`.
enum RelayMiniMaxV2Order {
    /// Parses a request.
    static func read(_ body: JSONValue) throws(Refusal) -> Order {
        var fields: JSONObject = body["metadata"]?.object ?? [:]
        fields["model"] = body["model"]
        if fields["content"] == nil { fields["content"] = .array(try content(of: body)) }
        if fields["duration"] == nil {
            fields["duration"] = JSONValue((body["seconds"] ?? body["duration"])?.int ?? 5)
        }
        let size = body["size"]?.text
        if fields["resolution"] == nil { fields["resolution"] = .string(body["resolution"]?.text ?? resolution(size)) }
        if fields["ratio"] == nil { fields["ratio"] = .string(body["aspect_ratio"]?.text ?? ratio(size)) }
        var order = try MiniMaxV2Order.read(.object(fields))
        order.api = .newAPI
        return order
    }

    private static func content(of body: JSONValue) throws(Refusal) -> [JSONValue] {
        let images = try RelayModel.images(in: body)
        let roles = images.count <= 2 ? ["first_frame", "last_frame"] : []
        let pictures = images.enumerated().map { index, image -> JSONValue in
            let role = roles.indices.contains(index) ? roles[index] : "reference_image"
            return ["type": "image_url", "image_url": ["url": image], "role": .string(role)]
        }
        let text = body["prompt"]?.text.map { ["type": "text", "text": .string($0)] as JSONValue }
        return (text.map { [$0] } ?? []) + pictures
    }

    private static func resolution(_ size: String?) -> String {
        ["2K", "768P", "480P"].first { size?.contains($0) ?? false } ?? "768P"
    }

    private static func ratio(_ size: String?) -> String {
        guard let size = size.flatMap({ VideoSize($0) }), size.width <= size.height else { return "16:9" }
        return size.width == size.height ? "1:1" : "9:16"
    }
}
