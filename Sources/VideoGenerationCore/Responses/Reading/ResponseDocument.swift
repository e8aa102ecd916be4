/// An answer's JSON, parsed once, with its objects from the envelope inwards.
///
/// Relays wrap what they were told, and relays of relays wrap it again: `{code, message, data: {status,
/// data: {…}}}`. ``layers`` are the objects along `data` and `task`, so that a reader can look for a field
/// without knowing how deep it lies.
public struct ResponseDocument: Sendable {
    /// Deeper than any chain of relays that was seen.
    private static let maximumDepth = 12

    /// Status and header fields.
    public let head: HTTPResponseHead
    /// The body; nil where it is no JSON.
    public let json: JSONValue?
    /// The objects, the outermost first.
    public let layers: [JSONObject]
    /// Which layer describes the task: the first that has an id and a status, else the first with a status.
    public let taskLayer: Int?
    /// The provider's word for the task's state.
    public let status: String?

    /// Reads an answer.
    public init(_ response: HTTPResponse) {
        self.init(head: response.head, json: try? JSONValue(parsing: response.body))
    }

    /// Takes a value that is parsed already, such as one task out of a list.
    public init(head: HTTPResponseHead, json: JSONValue?) {
        self.head = head
        self.json = json
        let layers = Self.layers(of: json)
        let words = layers.map(Self.statusWord)
        self.layers = layers
        let taskLayer =
            layers.indices.first { words[$0] != nil && Self.hasID(layers[$0]) }
            ?? layers.indices.first { words[$0] != nil && layers[$0]["code"] == nil }
            ?? layers.indices.first { words[$0] != nil }
        self.taskLayer = taskLayer
        status = taskLayer.flatMap { words[$0] }
    }

    /// The layers from the task inwards: where links, files and reasons are looked for.
    public var taskLayers: ArraySlice<JSONObject> { layers[(taskLayer ?? 0)...] }

    /// The words of the upstream's own answers, further in than the task: an envelope may say more or less.
    public var innerStatuses: [String] { taskLayers.dropFirst().compactMap(Self.statusWord) }

    /// The first value of any of these keys that is not blank, from the task inwards.
    public func first(_ keys: String...) -> JSONValue? {
        for layer in taskLayers {
            for key in keys {
                if let value = layer[key], !value.isBlank { return value }
            }
        }
        return nil
    }

    /// The id of the task, by the first of these keys that holds one.
    ///
    /// A number counts only where no key holds a string, because `id` is a row number beside `task_id`; an
    /// envelope's own id counts only where nothing inside has one.
    public func taskID(_ keys: [String]) -> String? {
        let inner = layers.indices.filter { !isEnvelope($0) }
        for index in inner + layers.indices.filter(isEnvelope) {
            let values = keys.compactMap { layers[index][$0] }
            if let id = values.lazy.compactMap(\.text).first ?? values.lazy.compactMap(\.identifier).first {
                return id
            }
        }
        // `{"code": "success", "data": "the-id"}`
        guard let last = layers.last, last["code"] != nil, let id = last["data"]?.identifier,
            HTTPURL(id) == nil
        else { return nil }
        return id
    }

    private func isEnvelope(_ index: Int) -> Bool {
        index + 1 < layers.count && layers[index]["code"] != nil
    }

    private static func layers(of json: JSONValue?) -> [JSONObject] {
        var layers: [JSONObject] = []
        var next = json
        while case .object(let object)? = next, layers.count < maximumDepth {
            layers.append(object)
            next = inside(object)
        }
        return layers
    }

    private static func inside(_ object: JSONObject) -> JSONValue? {
        for key in ["data", "task"] {
            switch object[key] {
            case .object(let inner)? where !inner.isEmpty: return .object(inner)
            case .array(let elements)?: if case .object? = elements.first { return elements[0] }
            default: break
            }
        }
        return nil
    }

    private static func statusWord(_ object: JSONObject) -> String? {
        object["status"]?.text ?? object["task_status"]?.text ?? object["state"]?.text ?? object["taskStatus"]?.text
    }

    private static func hasID(_ object: JSONObject) -> Bool {
        object["task_id"]?.identifier != nil || object["id"]?.identifier != nil
    }
}

extension HTTPResponse {
    /// Whether the server says no more than that it has taken note: how xAI and some relays answer a poll while they
    /// work.
    public var isEmptyAccepted: Bool {
        status == 202
            && (body.allSatisfy { " \t\r\n".utf8.contains($0) } || (try? JSONValue(parsing: body))?.isBlank == true)
    }
}
