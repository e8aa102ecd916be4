import Foundation
import VideoGenerationTesting
import VideoWorkloads

/// Compares complete tasks with the OpenAI Python client.
struct JobsBenchmark: Benchmark {
    let name = "jobs"
    let summary =
        "1,000 tasks with a submit, five polls and a download of 1 MiB each, 64 at once. Ours include journal, syncs, hash and inspection."

    private let count = 1000

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        var contenders: [(name: String, run: () async throws -> ResourceUsage)] = [("ours", { try runOurs(count) })]
        if let python = MeasuredProcess.find("python3"),
            (try? MeasuredProcess.run(python, ["-c", "from openai import AsyncOpenAI"], isQuiet: true)) != nil
        {
            contenders.append(("openai", { try runPeer(python, count) }))
        } else {
            report.notes.append("python3 with openai is not installed.")
        }
        if let curl = MeasuredProcess.find("curl"), let openssl = MeasuredProcess.find("openssl") {
            contenders.append(("floor", { try runFloor(curl, openssl, count) }))
        } else {
            report.notes.append("curl or openssl is not installed.")
        }
        let usage = try await bench.alternate(contenders)
        guard let ours = usage["ours"] else { return report }
        let peer = usage["openai"]
        let name = "OpenAI Python client"
        func each(_ value: Double) -> Quantity { .seconds(value / Double(count)) }
        report.add("CPU per task", each(ours.cpu), comparedWith: name, peer.map { each($0.cpu) }, atMost: 1 / 15)
        let floor = usage["floor"].map { each($0.cpu) }
        let floorName = "curl and openssl, no journal, no syncs"
        report.add("CPU per task", each(ours.cpu), comparedWith: floorName, floor)
        if let floor { report.add("CPU of \(floorName)", floor, comparedWith: name, peer.map { each($0.cpu) }) }
        report.add("peak memory", .bytes(ours.peak), comparedWith: name, peer.map { .bytes($0.peak) }, atMost: 0.5)
        report.add("total time", .seconds(ours.wall), comparedWith: name, peer.map { .seconds($0.wall) })
        report.growth = Report.Growth(columns: ["tasks", "time", "CPU per task", "peak memory"], rows: [])
        for count in [10, 100, 1000] {
            let usage = try runOurs(count)
            report.growth?.rows.append([
                "\(count)", Quantity.seconds(usage.wall).text, Quantity.seconds(usage.cpu / Double(count)).text,
                Quantity.bytes(usage.peak).text,
            ])
        }
        return report
    }

    private func runOurs(_ count: Int) throws -> ResourceUsage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) {
            try JobsWorkload().measure([server.address, "\(count)", folder.path])
        }
    }

    /// Measures only the requests and the hashes, as a lower bound for any program that needs them.
    private func runFloor(_ curl: String, _ openssl: String, _ count: Int) throws -> ResourceUsage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let videos = "\(server.address)/v1/videos"
        let order = #"{"model":"sora-2","prompt":"a paper boat in the rain","seconds":"4"}"#
        let requests = try MeasuredProcess.run(
            curl,
            ["--silent", "--parallel", "--parallel-max", "64"]
                + ["--output", "/dev/null", "--header", "Content-Type: application/json", "--data", order]
                + ["\(videos)?[1-\(count)]"]
                + ["--next", "--output", "/dev/null", "\(videos)/video_[1-\(count)]?[1-5]"]
                + ["--next", "--output", "\(folder.path)/#1.mp4", "\(videos)/video_[1-\(count)]/content"],
            isQuiet: true
        ).usage
        let files = (1...count).map { "\(folder.path)/\($0).mp4" }
        let hashes = try MeasuredProcess.run(openssl, ["dgst", "-sha256"] + files).usage
        return ResourceUsage(
            wall: requests.wall + hashes.wall,
            cpu: requests.cpu + hashes.cpu,
            peak: max(requests.peak, hashes.peak)
        )
    }

    private func runPeer(_ python: String, _ count: Int) throws -> ResourceUsage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let output = try MeasuredProcess.run(
            python,
            ["-c", JobsWorkload.python, server.address, "\(count)", folder.path]
        )
        .output
        return try JSONDecoder().decode(ResourceUsage.self, from: Data(output.utf8))
    }
}
