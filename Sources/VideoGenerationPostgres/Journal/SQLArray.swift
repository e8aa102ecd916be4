/// The text of an SQL array.
enum SQLArray {
    /// Returns the text of an array; nil elements are SQL's null.
    static func text(_ elements: some Sequence<String?>) -> String {
        let quoted = elements.map { element in
            guard let element else { return "NULL" }
            return "\"" + element.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        return "{\(quoted.joined(separator: ","))}"
    }
}
