import VideoGeneration

/// A video that several machines of a fleet may order, each under the same label.
struct FleetWish {
    /// The way in which the order ended in the calm.
    enum Ending { case stored, failed, refused, suspended }

    let prompt: String
    let path: String
    let label: String
    let provider: String
    /// The programs that order it.
    let owners: Set<Int>
    var ending: Ending?

    init(_ index: Int, of world: World, providers: Int, programs: Int) {
        prompt = "film\(index)"
        path = "\(FleetLife.videosFolder)/\(index).mp4"
        label = "scene \(index)"
        provider = "cinema\(world.draw(below: providers))"
        let first = world.draw(below: programs)
        owners = Set((0..<programs).filter { $0 == first || world.isOne(in: 4) })
    }
}
