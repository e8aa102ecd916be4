/// The routes of the port that acts as the CDN: signed links without a key.
enum MediaRoutes {
    static let all = [route("media", .media), route("backup", .backupMedia)]

    private static func route(_ folder: String, _ operation: SimulatorOperation) -> Route {
        Route("GET", "/\(folder)/{file}", operation, .openAI) { context throws(Refusal) in
            do throws(LinkRefusal) {
                let target = try context.links.check(context.request)
                guard let task = try? context.backend.task(ofFile: target.fileID), task.stage() == .succeeded
                else {
                    throw LinkRefusal(code: "NoSuchKey")
                }
                return context.file(of: task)
            } catch {
                return error.response
            }
        }
    }
}
