import VideoGeneration
import VideoPlatform

/// Numbers and times as people read them, the same in every language setting.
enum Format {
    /// `512 B`, `1.9 MB`: powers of ten, as disks and providers count.
    static func bytes(_ count: Int64) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var value = Double(count)
        for unit in ["kB", "MB", "GB"] {
            value /= 1000
            if value < 999.95 || unit == "GB" { return decimal(value, 1) + " " + unit }
        }
        return "\(count) B"
    }

    /// `1,912,345`
    static func grouped(_ number: Int64) -> String {
        var digits = String(number)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = String(digits.dropLast(3))
        }
        return ([digits[...]] + groups).joined(separator: ",")
    }

    /// `0:05`, `12:30`, `1:02:03`
    static func elapsed(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let tail = twoDigits(seconds % 60)
        guard seconds >= 3600 else { return "\(seconds / 60):\(tail)" }
        return "\(seconds / 3600):\(twoDigits(seconds / 60 % 60)):\(tail)"
    }

    private static func twoDigits(_ number: Int64) -> String { (number < 10 ? "0" : "") + "\(number)" }

    /// `3 s`, `5 min`, `2 h`, `9 days`: how long ago something was.
    static func age(_ seconds: TimeInterval) -> String {
        switch seconds {
        case ..<90: "\(Int(max(0, seconds))) s"
        case ..<5400: "\(Int(seconds / 60)) min"
        case ..<129_600: "\(Int(seconds / 3600)) h"
        default: Int(min(seconds, 1e9) / 86_400).counted("day")
        }
    }

    /// `2026-10-05 08:30:12Z`
    static func time(_ date: Date) -> String { date.formatted(.iso8601).replacing("T", with: " ") }

    /// A number with a fixed count of decimals, and a point whatever the language setting.
    static func decimal(_ value: Double, _ places: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let count = withVaList([Int32(places), value]) { vsnprintf(buffer.baseAddress, buffer.count, "%.*f", $0) }
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(max(0, count))), as: UTF8.self)
        }
    }

    /// `42%`; nothing where it is not known.
    static func percent(_ progress: Double?) -> String {
        progress.map { "\(part($0, of: 100))%" } ?? ""
    }

    /// A bar of a width, drawn with blocks; empty where the progress is not known.
    static func bar(_ progress: Double?, width: Int) -> String {
        let filled = part(progress ?? 0, of: width)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: max(0, width - filled))
    }

    /// A fraction of a whole number, whatever the fraction is.
    private static func part(_ fraction: Double, of whole: Int) -> Int {
        fraction.isNaN ? 0 : Int((min(max(fraction, 0), 1) * Double(whole)).rounded(.down))
    }
}
