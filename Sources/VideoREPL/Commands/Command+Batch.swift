import VideoGeneration

extension Command {
    /// Makes a video for each row of a file.
    static let batch = Command(
        name: "batch",
        summary: "make a video for each row of a CSV or JSON file; run it again to continue",
        theme: .make,
        arguments: "FILE",
        argumentCount: 1...1,
        options: CommandOption.request + CommandOption.selection
            + [.route, .output, .results, .concurrency, .check, .wait] + CommandOption.limits,
        examples: [
            "batch shots.csv",
            "batch shots.csv --check",
            "batch shots.csv --output videos --provider minimax --concurrency 8 --budget 20usd",
        ],
        completion: .path,
        remarks:
            "A column is a field of the request (prompt, model, seconds, size, resolution, aspectRatio, firstFrame, lastFrame, references, options.NAME, …), or label, provider, route, output or priority. Options apply to the rows that do not have the column. Each row has a label in the journal, its own or one made from its values. A row that is stored is not bought again, also after Ctrl-C or a crash. Docs/Batch.md describes the file and the results."
    ) { invocation, session in
        try await Batch(invocation, session).run()
    }
}

extension CommandOption {
    static let concurrency = CommandOption(
        name: "concurrency",
        value: "N",
        summary: "how many rows are in progress at once; 4 by default"
    )
    static let results = CommandOption(
        name: "results",
        value: "PATH",
        summary: "the results file; by default FILE with .results.csv or .results.jsonl as its suffix",
        completion: .path
    )
    static let check = CommandOption(name: "check", summary: "check every row and say what would be done; send nothing")
}
