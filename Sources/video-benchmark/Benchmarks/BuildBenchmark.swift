import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Measures the time of a clean build and the size of the program. It runs once, because it takes minutes.
struct BuildBenchmark: Benchmark {
    let name = "build"
    let summary = "A clean debug build of everything, and the size of video-repl, stripped."

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        // …/Sources/video-benchmark/Benchmarks/BuildBenchmark.swift
        let package = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        guard let swift = MeasuredProcess.find("swift"),
            FileManager.default.fileExists(atPath: package + "/Package.swift")
        else {
            report.notes.append("The Swift toolchain or the package's sources were not found.")
            return report
        }
        let folder = try TemporaryFolder()
        func build(_ arguments: [String]) throws -> ResourceUsage {
            try MeasuredProcess.run(
                swift,
                ["build", "--package-path", package, "--scratch-path", folder.path] + arguments,
                isQuiet: true
            ).usage
        }
        bench.log("  debug")
        let debug = try build([])
        report.add("clean debug build", .seconds(debug.wall), atMost: .seconds(90))
        report.add("CPU of the build", .seconds(debug.cpu))
        guard let strip = MeasuredProcess.find("strip") else {
            report.notes.append("strip is not installed, so no sizes were measured.")
            return report
        }
        func size(_ program: String) throws -> Quantity {
            _ = try MeasuredProcess.run(strip, ["-o", folder.path + "/stripped", program])
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/stripped")
            return .bytes(Double(attributes[.size] as? Int ?? 0))
        }
        for (text, arguments) in [
            ("dynamic", []), ("-static-stdlib", ["--static-swift-stdlib"]),
            ("-static-stdlib, for size", Self.forSize),
        ] {
            bench.log("  release, \(text)")
            guard (try? build(["-c", "release", "--product", "video-repl"] + arguments)) != nil else {
                report.notes.append("The release build (\(text)) does not link on this machine.")
                continue
            }
            report.add(
                "size of video-repl, \(text)",
                try size(folder.path + "/release/video-repl"),
                atMost: .bytes(15 * 1_048_576)
            )
        }
        if let compiler = MeasuredProcess.find("swiftc") {
            bench.log("  a minimal program")
            let (source, program) = (folder.path + "/least.swift", folder.path + "/least")
            try Data(Self.least.utf8).write(to: URL(fileURLWithPath: source))
            if (try? MeasuredProcess.run(
                compiler,
                ["-static-stdlib", "-Xlinker", "--gc-sections", "-o", program, source]
                    + Self.compilerForSize + Self.linkerForSize,
                isQuiet: true
            )) != nil {
                report.add("size of a program that only writes JSON, for size", try size(program))
            }
        }
        return report
    }

    /// The flags from Docs/REPL.md for a machine without Swift.
    private static let forSize =
        ["--static-swift-stdlib", "--experimental-lto-mode", "full"]
        + compilerForSize.flatMap { ["-Xswiftc", $0] } + linkerForSize
    private static let compilerForSize = ["-use-ld=lld", "-Osize", "-Xfrontend", "-function-sections"]
    private static let linkerForSize = ["--no-export-dynamic", "--icf=all", "-z", "pack-relative-relocs"]
        .flatMap { ["-Xlinker", $0] }

    /// A minimal program that uses JSON.
    private static let least = """
        #if canImport(FoundationEssentials)
        import FoundationEssentials
        #else
        import Foundation
        #endif
        print(try JSONEncoder().encode(["a": 1]).count)

        """
}
