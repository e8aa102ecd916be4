import DashScope
import Fal
import GeminiOmni
import Kling
import MiniMaxHailuo
import OpenAIVideos
import OpenRouter
import ProviderManifests
import Replicate
import Runway
import Seedance
import Vertex
import VideoREPL
import XAI

@main
struct VideoREPLMain {
    static func main() async {
        let plugins =
            MiniMaxHailuo.plugins + OpenAIVideos.plugins + Seedance.plugins + OpenRouter.plugins + Fal.plugins
            + Kling.plugins + Runway.plugins + GeminiOmni.plugins + XAI.plugins + Replicate.plugins + DashScope.plugins
            + Vertex.plugins + ProviderManifests.plugins
        await VideoREPL(plugins).main()
    }
}
