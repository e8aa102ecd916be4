extension ModelDescription {
    /// Returns the day on which the vendor retired the model; nil if it is not known or in the future.
    /// - Parameter date: The current time. Days are compared in UTC.
    package func retirement(at date: Date) -> String? {
        guard let day = retiresOn.flatMap(Self.day), day <= date.day else { return nil }
        return day
    }

    /// Returns the day that a text starts with, such as `2026-09-24`; nil if it starts with none. Days in this form can
    /// be compared as strings.
    package static func day(_ text: String) -> String? {
        let day = text.prefix(10)
        let isDay = day.utf8.enumerated().allSatisfy { index, byte in
            [4, 7].contains(index) ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
        }
        return isDay && day.utf8.count == 10 ? String(day) : nil
    }
}

extension Date {
    /// The day in UTC, such as `2026-10-05`.
    package var day: String { formatted(.iso8601.year().month().day()) }
}
