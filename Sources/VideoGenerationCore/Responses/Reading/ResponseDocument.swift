/// The JSON of a response, parsed once, with its nested objects from the envelope inwards.
///
/// Relays wrap the response that they received, and relays of relays wrap it again: `{code, message, data: {status,
/// data: {…}}}`. `layers` contains the objects along `data` and `task`, so that a reader can find a field without
/// knowing its depth.
public struct ResponseDocument: Sendable {
    /// Deeper than any chain of relays that was observed.
    private static let maximumDepth = 12

    /// The status and header fields of the response.
    public let head: HTTPResponseHead
    /// The parsed body; nil if it is not JSON.
    public let json: JSONValue?
    /// The nested objects, the outermost first.
    package let layers: [JSONObject]
    /// The index of the layer that describes the task: the first with an ID and a status, otherwise the first with a
    /// status.
    package let taskLayer: Int?
    /// The provider's word for the task's state; nil if there is none.
    package let status: String?
    /// The dialect's own keys.
    let keys: ResponseKeys

    /// Parses the body of a response. `keys` are the dialect's own.
    public init(_ response: HTTPResponse, keys: ResponseKeys = ResponseKeys()) {
        self.init(head: response.head, json: try? JSONValue(parsingResponse: response.body), keys: keys)
    }

    /// Creates a value from parsed JSON, such as one task of a list.
    package init(head: HTTPResponseHead, json: JSONValue?, keys: ResponseKeys = ResponseKeys()) {
        self.head = head
        self.json = json
        self.keys = keys
        let layers = Self.layers(of: json, keys.envelopes)
        let words = layers.map(Self.statusWord)
        self.layers = layers
        let taskLayer =
            layers.indices.first { words[$0] != nil && Self.hasID(layers[$0]) }
            ?? layers.indices.first { words[$0] != nil && layers[$0]["code"] == nil }
            ?? layers.indices.first { words[$0] != nil }
        self.taskLayer = taskLayer
        status = taskLayer.flatMap { words[$0] }
    }

    /// The layers from the task inwards, which contain links, files and failure reasons.
    package var taskLayers: ArraySlice<JSONObject> { layers[(taskLayer ?? 0)...] }

    /// The status words of the upstream's own responses, inside the task's layer. They can differ from the status of
    /// the envelope.
    package var innerStatuses: [String] { taskLayers.dropFirst().compactMap(Self.statusWord) }

    /// Returns the first value of any of these keys that is not blank, from the task inwards.
    public func first(_ keys: String...) -> JSONValue? {
        for layer in taskLayers {
            for key in keys {
                if let value = layer[key], !value.isBlank { return value }
            }
        }
        return nil
    }

    /// Returns the value at the first of these places that has one, from the task inwards. A place consists of keys
    /// joined by dots.
    func value(at places: [String]) -> JSONValue? {
        for layer in taskLayers.isEmpty ? layers[...] : taskLayers {
            for place in places {
                if let value = JSONValue.object(layer).declared(place, anyStyle: true), !value.isBlank { return value }
            }
        }
        return nil
    }

    /// Returns the ID of the task from the first of these keys that has one.
    ///
    /// A number counts only if no key has a string, because `id` is a row number beside `task_id`. The ID of an
    /// envelope counts only if no inner object has an ID.
    package func taskID(_ keys: [String]) -> String? {
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

    private static func layers(of json: JSONValue?, _ envelopes: [String]) -> [JSONObject] {
        var layers: [JSONObject] = []
        var next = json
        while case .object(let object)? = next, layers.count < maximumDepth {
            layers.append(object)
            next = inside(object, envelopes)
        }
        return layers
    }

    private static func inside(_ object: JSONObject, _ envelopes: [String]) -> JSONValue? {
        for value in envelopes.map({ object[anyStyle: $0] }) + [object["data"], object["task"]] {
            switch value {
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
    /// Whether the server only acknowledges the request. xAI and some relays respond to a poll in this way while they
    /// work.
    package var isEmptyAccepted: Bool {
        status == 202
            && (body.allSatisfy { " \t\r\n".utf8.contains($0) }
                || (try? JSONValue(parsingResponse: body))?.isBlank == true)
    }
}
