/// The reason that no adapter was created, as a sentence for the user.
struct ScaffoldError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
