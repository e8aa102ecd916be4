/// The routes of the port that acts as the CDN: signed links without a key.
enum MediaRoutes {
    static let all = [route("media", .media), route("backup", .backupMedia)]

    private static func route(_ folder: String, _ operation: SimulatorOperation) -> Route {
        Route("GET", "/\(folder)/{file}", operation, .openAI) { call throws(Refusal) in
            do throws(LinkRefusal) {
                let target = try call.links.check(call.request)
                guard let task = try? call.backend.task(ofFile: target.fileID), task.stage() == .succeeded
                else {
                    throw LinkRefusal(code: "NoSuchKey")
                }
                return call.file(of: task)
            } catch {
                return error.answer
            }
        }
    }
}
