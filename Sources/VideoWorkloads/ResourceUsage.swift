package import VideoPlatform

/// The time, CPU and memory that a piece of work used.
package struct ResourceUsage: Sendable, Codable {
    /// The elapsed time in seconds.
    package var wall: Double
    /// The CPU time in seconds over all cores, including the kernel's.
    package var cpu: Double
    /// The peak memory of the process, in bytes.
    package var peak: Double
    /// Values that are specific to the workload.
    package var extra: [String: Double] = [:]

    /// Returns the median of each value.
    package static func median(_ samples: [ResourceUsage]) -> ResourceUsage {
        ResourceUsage(
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

    /// Runs a piece of work and returns its usage in this process.
    package static func measure(_ work: () async throws -> Void) async rethrows -> ResourceUsage {
        let start = ContinuousClock.now
        let before = ownCPU
        try await work()
        return ResourceUsage(wall: start.duration(to: .now) / .seconds(1), cpu: ownCPU - before, peak: ownPeak)
    }

    /// The CPU time in seconds that this process has used so far, over all cores.
    static var ownCPU: Double { ResourceUsage(own()).cpu }

    /// The peak memory of this process, in bytes.
    static var ownPeak: Double {
        #if os(Linux)
        // `ru_maxrss` starts with the memory of the process that started this one.
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n")
        let line = lines?.first { $0.hasPrefix("VmHWM:") }
        if let kibibytes = line.flatMap({ Double($0.filter(\.isNumber)) }) { return kibibytes * 1024 }
        #endif
        return ResourceUsage(own()).peak
    }

    private static func own() -> rusage {
        var usage = rusage()
        // 0 is RUSAGE_SELF, which Swift imports with a different type on each platform.
        getrusage(0, &usage)
        return usage
    }

    /// Creates a usage from the kernel's counts.
    package init(_ usage: rusage, wall: Double = 0) {
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        self.wall = wall
        cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
        // Kibibytes on Linux, bytes on Apple platforms.
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
