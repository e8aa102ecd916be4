import VideoGeneration

let acmeRules = ResponseRules(
    taskIDs: ["job.id"],
    codes: ["error.code"],
    [
        .submit(200, "E17", is: .refused),
        .submit(200, "E20", is: .notNow),
        .poll(200, "E31", is: .failed),
    ]
)
