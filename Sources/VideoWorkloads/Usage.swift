package import VideoPlatform

/// What a piece of work took.
package struct Usage: Sendable, Codable {
    /// Seconds on the wall.
    package var wall: Double
    /// Seconds of all cores, the kernel's included.
    package var cpu: Double
    /// The most memory that the process ever held, in bytes.
    package var peak: Double
    /// What only this work counts.
    package var extra: [String: Double] = [:]

    /// The median of each value.
    package static func median(_ samples: [Usage]) -> Usage {
        Usage(
            wall: middle(samples.map(\.wall)),
            cpu: middle(samples.map(\.cpu)),
            peak: middle(samples.map(\.peak)),
            extra: (samples.first?.extra ?? [:]).reduce(into: [:]) { extra, item in
                extra[item.key] = middle(samples.compactMap { $0.extra[item.key] })
            }
        )
    }

    private static func middle(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
    }

    /// What a piece of work takes in this process.
    package static func measure(_ work: () async throws -> Void) async rethrows -> Usage {
        let start = ContinuousClock.now
        let before = ownCPU
        try await work()
        return Usage(wall: start.duration(to: .now) / .seconds(1), cpu: ownCPU - before, peak: ownPeak)
    }

    /// Seconds of all cores that this process used so far.
    static var ownCPU: Double { Usage(own()).cpu }

    /// The most memory that this process ever held, in bytes.
    static var ownPeak: Double {
        #if os(Linux)
        // The kernel's own count begins with what the process held that started this one.
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n")
        let line = lines?.first { $0.hasPrefix("VmHWM:") }
        if let kibibytes = line.flatMap({ Double($0.filter(\.isNumber)) }) { return kibibytes * 1024 }
        #endif
        return Usage(own()).peak
    }

    private static func own() -> rusage {
        var usage = rusage()
        // RUSAGE_SELF, which Swift imports with another type on each platform.
        getrusage(0, &usage)
        return usage
    }

    /// What the kernel counted.
    package init(_ usage: rusage, wall: Double = 0) {
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        self.wall = wall
        cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        // Kilobytes on Linux, bytes on Apple platforms.
        #if canImport(Darwin)
        peak = Double(usage.ru_maxrss)
        #else
        peak = Double(usage.ru_maxrss) * 1024
        #endif
    }

    package init(wall: Double, cpu: Double, peak: Double, extra: [String: Double] = [:]) {
        self.wall = wall
        self.cpu = cpu
        self.peak = peak
        self.extra = extra
    }
}
