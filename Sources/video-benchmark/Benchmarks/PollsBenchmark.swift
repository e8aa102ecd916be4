import VideoWorkloads

/// Measures the cost of a status request.
struct PollsBenchmark: Benchmark {
    let name = "polls"
    let summary = "20,000 status requests, 64 in flight, through the transport and the decoder."

    private let count = 20_000

    func run(_ bench: Bench) async throws -> Report {
        let server = try RunningServer()
        var contenders: [(name: String, run: () async throws -> ResourceUsage)] = [
            ("ours", { try PollsWorkload().measure([server.address, "\(count)"]) }),
            (
                "URLSession",
                {
                    try MeasuredProcess.measure(
                        try MeasuredProcess.beside("video-benchmark"),
                        [URLSessionPolls().name, server.address, "\(count)"]
                    )
                }
            ),
        ]
        if let curl = MeasuredProcess.find("curl") {
            let arguments = [
                "--silent", "--parallel", "--parallel-max", "64", "--output", "/dev/null",
                "\(server.address)/v1/videos/[1-\(count)]",
            ]
            contenders.append(("curl", { try MeasuredProcess.run(curl, arguments, isQuiet: true).usage }))
        }
        let usage = try await bench.alternate(contenders)
        var report = Report()
        guard let ours = usage["ours"] else { return report }
        let each = Quantity.seconds(ours.cpu / Double(count))
        report.add("CPU per poll", each, atMost: .seconds(0.08e-3))
        report.add(
            "CPU per poll",
            each,
            comparedWith: "URLSession and JSONDecoder",
            usage["URLSession"].map { .seconds($0.cpu / Double(count)) }
        )
        report.add(
            "CPU per poll",
            each,
            comparedWith: "curl --parallel, no decoding",
            usage["curl"].map { .seconds($0.cpu / Double(count)) }
        )
        report.add(
            "polls per second",
            .perSecond(Double(count) / ours.wall),
            comparedWith: "URLSession",
            usage["URLSession"].map { .perSecond(Double(count) / $0.wall) }
        )
        report.growth = Report.Growth(columns: ["polls", "time", "CPU per poll", "peak memory"], rows: [])
        for count in [200, 2000, 20_000, 200_000] {
            let usage = try PollsWorkload().measure([server.address, "\(count)"])
            report.growth?.rows.append([
                "\(count)", Quantity.seconds(usage.wall).text, Quantity.seconds(usage.cpu / Double(count)).text,
                Quantity.bytes(usage.peak).text,
            ])
        }
        if usage["curl"] == nil { report.notes.append("curl is not installed.") }
        return report
    }
}
