extension CommandTable {
    /// The commands of this program, in the order of `help`.
    static let all = CommandTable(commands: [
        .generate, .submit, .again, .compare,
        .jobs, .watch, .resume, .download, .show, .open, .cancel, .resolve,
        .models, .estimate, .dryRun, .explain,
        .providers, .use, .reopen, .set, .configCheck, .doctor,
        .run, .record, .replay, .serve, .help, .quit,
    ])
}
