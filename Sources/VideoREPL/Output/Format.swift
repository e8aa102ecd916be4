import VideoGeneration
import VideoPlatform

/// Formats numbers and times for people, the same in every locale.
enum Format {
    /// Returns a size such as `512 B` or `1.9 MB`, in powers of ten as disks and providers count.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var value = Double(count)
        for unit in ["kB", "MB", "GB"] {
            value /= 1000
            if value < 999.95 || unit == "GB" { return decimal(value, 1) + " " + unit }
        }
        return "\(count) B"
    }

    /// Returns a number with its digits in groups of three, such as `1,912,345`.
    static func grouped(_ number: Int64) -> String {
        var digits = String(number)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits[...]] + groups).joined(separator: ",")
    }

    /// Returns a duration such as `0:05`, `12:30` or `1:02:03`.
    static func elapsed(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let tail = twoDigits(seconds % 60)
        guard seconds >= 3600 else { return "\(seconds / 60):\(tail)" }
        return "\(seconds / 3600):\(twoDigits(seconds / 60 % 60)):\(tail)"
    }

    private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }

    /// Returns an age such as `3 s`, `5 min`, `2 h` or `9 days`.
    static func age(_ seconds: TimeInterval) -> String {
        switch seconds {
        case ..<90: "\(Int(max(0, seconds))) s"
        case ..<5400: "\(Int(seconds / 60)) min"
        case ..<129_600: "\(Int(seconds / 3600)) h"
        default: Int(min(seconds, 1e9) / 86_400).counted("day")
        }
    }

    /// Returns a time in UTC such as `2026-10-05 08:30:12Z`.
    static func time(_ date: Date) -> String { date.formatted(.iso8601).replacing("T", with: " ") }

    /// Returns a number with a fixed count of decimals and a decimal point.
    static func decimal(_ value: Double, _ places: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let count = withVaList([Int32(places), value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0) }
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(max(0, count))), as: UTF8.self)
        }
    }

    /// Returns a percentage such as `42%`, or an empty string if the progress is unknown.
    static func percent(_ progress: Double?) -> String {
        progress.map { "\(part($0, of: 100))%" } ?? ""
    }

    /// Returns a bar of block characters. The bar is empty if the progress is unknown.
    static func bar(_ progress: Double?, width: Int) -> String {
        let filled = part(progress ?? 0, of: width)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: max(0, width - filled))
    }

    /// Returns a fraction of a whole number. A fraction outside 0...1 is clamped, and NaN counts as 0.
    private static func part(_ fraction: Double, of whole: Int) -> Int {
        fraction.isNaN ? 0 : Int((min(max(fraction, 0), 1) * Double(whole)).rounded(.down))
    }
}
