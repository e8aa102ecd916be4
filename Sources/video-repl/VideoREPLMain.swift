import Fal
import Kling
import MiniMaxHailuo
import OpenAIVideos
import OpenRouter
import Seedance
import VideoREPL

@main
struct VideoREPLMain {
    static func main() async {
        let plugins =
            MiniMaxHailuo.plugins + OpenAIVideos.plugins + Seedance.plugins + OpenRouter.plugins + Fal.plugins
            + Kling.plugins
        await VideoREPL(plugins).main()
    }
}
