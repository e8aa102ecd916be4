extension CommandTable {
    /// Every command of this program.
    static let all = CommandTable(commands: [
        .generate, .submit,
        .jobs, .watch, .resume, .download, .cancel, .resolve,
        .models, .estimate, .dryRun, .explain,
        .providers, .use, .set,
        .serve, .help, .quit,
    ])
}
