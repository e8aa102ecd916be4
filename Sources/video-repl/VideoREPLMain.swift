import Fal
import GeminiOmni
import Kling
import MiniMaxHailuo
import OpenAIVideos
import OpenRouter
import Runway
import Seedance
import VideoREPL

@main
struct VideoREPLMain {
    static func main() async {
        let plugins =
            MiniMaxHailuo.plugins + OpenAIVideos.plugins + Seedance.plugins + OpenRouter.plugins + Fal.plugins
            + Kling.plugins + Runway.plugins + GeminiOmni.plugins
        await VideoREPL(plugins).main()
    }
}
