/// The origins of the two ports, such as `http://127.0.0.1:8787`.
struct Origins: Sendable {
    var api: String
    var media: String
}
