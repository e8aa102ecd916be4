import VideoGenerationTesting
import VideoWorkloads

/// Measures downloads from a server that limits each connection to 2 MB/s and responds after 80 ms.
struct SlowLinkBenchmark: Benchmark {
    let name = "slow-link"
    let summary = "64 MiB with each connection limited to 2 MB/s and 80 ms before each response, and links that fail."

    func run(_ bench: Bench) async throws -> Report {
        let server = try RunningServer()
        let size = 64 << 20
        let slow = "\(server.address)/file/\(size)/2000000/80"
        let folder = try TemporaryFolder.inMemory()
        var report = Report()
        var contenders: [(name: String, run: () async throws -> ResourceUsage)] = [
            ("ours", { try DownloadWorkload().measure([slow, "-", folder.path]) }),
            ("ours, four", { try DownloadWorkload().measure([slow, "-", folder.path, "4"]) }),
        ]
        if let curl = MeasuredProcess.find("curl") {
            let arguments = ["--silent", "-o", folder.path + "/peer.mp4", slow]
            contenders.append(("curl", { try MeasuredProcess.run(curl, arguments).usage }))
        } else {
            report.notes.append("curl is not installed.")
        }
        if let aria = MeasuredProcess.find("aria2c") {
            let arguments = [
                "-x4", "-s4", "--min-split-size=1M", "--allow-overwrite=true", "--file-allocation=none", "--quiet",
                "-d", folder.path, "-o", "aria.mp4", slow,
            ]
            contenders.append(("aria2c", { try MeasuredProcess.run(aria, arguments).usage }))
        } else {
            report.notes.append("aria2c is not installed.")
        }
        let usage = try await bench.alternate(contenders)
        guard let ours = usage["ours"] else { return report }
        func speed(_ usage: ResourceUsage) -> Quantity { .bytes(Double(size) / usage.wall) }
        report.add("bytes per second", speed(ours), comparedWith: "curl", usage["curl"].map(speed), atLeast: 3.5)
        report.add(
            "time",
            .seconds(ours.wall),
            comparedWith: "aria2c -x4",
            usage["aria2c"].map { .seconds($0.wall) },
            atMost: 1
        )
        report.add(
            "time with four connections",
            .seconds(usage["ours, four"]?.wall ?? .nan),
            comparedWith: "aria2c -x4",
            usage["aria2c"].map { .seconds($0.wall) }
        )
        let backup = "\(server.address)/file/\(8 << 20)/0/0"
        for (name, primary) in [
            ("primary refuses the connection", "http://127.0.0.1:9/file"),
            ("primary never answers", "\(server.address)/hang"),
            ("primary at 5 % of the speed", "\(server.address)/file/\(8 << 20)/100000/80"),
        ] {
            let usage = try await bench.alternate([
                (name, { try DownloadWorkload().measure([primary, backup, folder.path]) })
            ])
            report.add("backup in use, \(name)", .seconds(usage[name]?.extra["backup"] ?? .nan), atMost: .seconds(2))
        }
        report.growth = Report.Growth(columns: ["MiB", "time"], rows: [])
        for mebibytes in [1, 10, 100] {
            let link = "\(server.address)/file/\(mebibytes << 20)/2000000/80"
            let usage = try DownloadWorkload().measure([link, "-", folder.path])
            report.growth?.rows.append(["\(mebibytes)", Quantity.seconds(usage.wall).text])
        }
        return report
    }
}
