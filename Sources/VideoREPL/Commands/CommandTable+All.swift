extension CommandTable {
    /// Every command of this program.
    static let all = CommandTable(commands: [
        .generate, .submit, .again, .compare,
        .jobs, .watch, .resume, .download, .show, .open, .cancel, .resolve,
        .models, .estimate, .dryRun, .explain,
        .providers, .use, .reopen, .set, .configCheck, .doctor,
        .run, .record, .replay, .serve, .help, .quit,
    ])
}
