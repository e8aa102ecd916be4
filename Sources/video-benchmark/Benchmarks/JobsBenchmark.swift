import Foundation
import VideoWorkloads

/// Whole tasks beside the OpenAI Python client.
struct JobsBenchmark: Benchmark {
    let name = "jobs"
    let summary =
        "1,000 tasks of a purchase, five polls and a download of 1 MiB, 64 at once; ours with journal, syncs, hash and inspection."

    private let count = 1000

    func run(_ bench: Bench) async throws -> Report {
        var report = Report()
        var contenders: [(name: String, run: () async throws -> Usage)] = [("ours", { try runOurs(count) })]
        if let python = Program.find("python3"),
            (try? Program.run(python, ["-c", "from openai import AsyncOpenAI"], isQuiet: true)) != nil
        {
            contenders.append(("openai", { try runPeer(python, count) }))
        } else {
            report.notes.append("python3 with openai is not installed.")
        }
        if let curl = Program.find("curl"), let openssl = Program.find("openssl") {
            contenders.append(("floor", { try runFloor(curl, openssl, count) }))
        } else {
            report.notes.append("curl or openssl is not installed.")
        }
        let usage = try await bench.alternate(contenders)
        guard let ours = usage["ours"] else { return report }
        let peer = usage["openai"]
        let name = "OpenAI Python client"
        func each(_ value: Double) -> Quantity { .seconds(value / Double(count)) }
        report.add("CPU of a task", each(ours.cpu), comparedWith: name, peer.map { each($0.cpu) }, atMost: 1 / 15)
        let floor = usage["floor"].map { each($0.cpu) }
        let floorName = "curl and openssl, no journal, no syncs"
        report.add("CPU of a task", each(ours.cpu), comparedWith: floorName, floor)
        if let floor { report.add("CPU of \(floorName)", floor, comparedWith: name, peer.map { each($0.cpu) }) }
        report.add("memory at most", .bytes(ours.peak), comparedWith: name, peer.map { .bytes($0.peak) }, atMost: 0.5)
        report.add("time of all", .seconds(ours.wall), comparedWith: name, peer.map { .seconds($0.wall) })
        report.growth = Report.Growth(columns: ["tasks", "time", "CPU of a task", "memory at most"], rows: [])
        for count in [10, 100, 1000] {
            let usage = try runOurs(count)
            report.growth?.rows.append([
                "\(count)", Quantity.seconds(usage.wall).text, Quantity.seconds(usage.cpu / Double(count)).text,
                Quantity.bytes(usage.peak).text,
            ])
        }
        return report
    }

    private func runOurs(_ count: Int) throws -> Usage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) {
            try JobsWorkload().measure([server.address, "\(count)", folder.path])
        }
    }

    /// What the requests and the hashes alone take: no program that makes them can take less by much.
    private func runFloor(_ curl: String, _ openssl: String, _ count: Int) throws -> Usage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let videos = "\(server.address)/v1/videos"
        let order = #"{"model":"sora-2","prompt":"a paper boat in the rain","seconds":"4"}"#
        let requests = try Program.run(
            curl,
            ["--silent", "--parallel", "--parallel-max", "64"]
                + ["--output", "/dev/null", "--header", "Content-Type: application/json", "--data", order]
                + ["\(videos)?[1-\(count)]"]
                + ["--next", "--output", "/dev/null", "\(videos)/video_[1-\(count)]?[1-5]"]
                + ["--next", "--output", "\(folder.path)/#1.mp4", "\(videos)/video_[1-\(count)]/content"],
            isQuiet: true
        ).usage
        let files = (1...count).map { "\(folder.path)/\($0).mp4" }
        let hashes = try Program.run(openssl, ["dgst", "-sha256"] + files).usage
        return Usage(
            wall: requests.wall + hashes.wall,
            cpu: requests.cpu + hashes.cpu,
            peak: max(requests.peak, hashes.peak)
        )
    }

    private func runPeer(_ python: String, _ count: Int) throws -> Usage {
        let server = try RunningServer(polls: 5)
        let folder = try TemporaryFolder()
        let output = try Program.run(python, ["-c", JobsWorkload.python, server.address, "\(count)", folder.path])
            .output
        return try JSONDecoder().decode(Usage.self, from: Data(output.utf8))
    }
}
