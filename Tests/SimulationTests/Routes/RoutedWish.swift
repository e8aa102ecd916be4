import VideoGeneration

/// A video that several programs may order, each under the same label.
struct RoutedWish {
    /// The way in which the order ended in the calm.
    enum Ending { case stored, failed, refused }

    let prompt: String
    let path: String
    /// The label in both of its spellings, which stand for one task.
    let labels: [String]
    /// The provider; used if there is no route.
    let provider: String
    let route: Route?
    let priority: Int
    /// The programs that order it.
    let owners: Set<Int>
    /// The tasks that were seen for it.
    var tasks: Set<VideoTask.ID> = []
    var ending: Ending?

    /// The number of videos that may be bought without `again`.
    var attempts: Int { route?.attempts ?? 1 }

    init(_ index: Int, of world: World, providers: Int, programs: Int) {
        prompt = "film\(index)"
        path = "\(RoutedLife.videosFolder)/\(index).mp4"
        labels =
            [
                ["sc\u{E8}ne \(index)", "sce\u{300}ne \(index)"], ["\u{AC00} \(index)", "\u{1100}\u{1161} \(index)"],
                ["雪の舟 \(index)", "雪の舟 \(index)"], ["🚣🏽 \(index)", "🚣🏽 \(index)"],
            ][world.draw(below: 4)]
        provider = "cinema\(world.draw(below: providers))"
        if world.isOne(in: 3) {
            route = nil
        } else {
            var order = Array(0..<providers)
            for index in order.indices { order.swapAt(index, world.draw(below: order.count)) }
            let strategies = Route.Strategy.allCases
            route = Route(
                strategies[world.draw(below: strategies.count)],
                over: order.prefix(2 + world.draw(below: 3)).map { Route.Candidate("cinema\($0)") },
                attempts: 1 + world.draw(below: 2),
                afterModeration: world.isOne(in: 2)
            )
        }
        priority = world.draw(below: 4) / 3
        let first = world.draw(below: programs)
        owners = Set((0..<programs).filter { $0 == first || world.isOne(in: 2) })
    }
}
