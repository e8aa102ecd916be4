extension JSONObject {
    /// Adds the options of a request, sorted by key. An option replaces a member with the same key.
    public mutating func merge(_ options: [String: JSONValue]) {
        for option in options.sorted(by: { $0.key < $1.key }) { self[option.key] = option.value }
    }
}
