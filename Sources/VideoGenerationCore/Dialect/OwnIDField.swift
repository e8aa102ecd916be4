/// The field of a submit that carries the caller's own ID of the task.
///
/// A provider that repeats the value lets a task be found whose submit response was lost, and one that refuses a value
/// that was used before does not make a second video. The ID consists of ASCII letters, digits and hyphens, and has at
/// most 64 characters.
public enum OwnIDField: Sendable, Hashable {
    /// A header field, such as `Idempotency-Key`.
    case header(String)
    /// A member of the body: keys joined by dots, such as `external_task_id` or `labels.task`. The dialect receives it
    /// as an option of the request, and an option that the caller sets there is kept.
    case body(String)
}

extension VideoRequest {
    /// Returns the request with an option at a place, unless the caller has set it.
    func settingOption(_ value: String, at place: String) -> VideoRequest {
        var keys = place.split(separator: ".").map(String.init)
        guard !keys.isEmpty else { return self }
        let first = keys.removeFirst()
        guard let option = Self.setting(.string(value), at: keys[...], of: options[first]) else { return self }
        var request = self
        request.options[first] = option
        return request
    }

    /// Returns whether the caller has set an option at a place, so that the task's own ID is not sent there.
    package func hasOption(at place: String) -> Bool { settingOption("", at: place).options == options }

    /// Returns the caller's value at a place; nil if it is not a text or a number.
    func option(at place: String) -> String? {
        let keys = place.split(separator: ".").map(String.init)
        guard let first = keys.first else { return nil }
        return keys.dropFirst().reduce(options[first]) { $0?[$1] }?.identifier
    }

    /// Returns a value with a new member inside; nil if there is a value already.
    private static func setting(_ new: JSONValue, at keys: ArraySlice<String>, of value: JSONValue?) -> JSONValue? {
        guard let key = keys.first else { return value == nil ? new : nil }
        guard value == nil || value?.object != nil else { return nil }
        var object = value?.object ?? [:]
        guard let inner = setting(new, at: keys.dropFirst(), of: object[key]) else { return nil }
        object[key] = inner
        return .object(object)
    }
}
