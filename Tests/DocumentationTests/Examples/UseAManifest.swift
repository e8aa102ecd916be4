import ProviderManifests
import VideoGeneration

func makeClient(of manifest: [UInt8], journal: FileJournal) throws -> VideoClient {
    let manifest = try ProviderManifest(parsing: manifest)
    return VideoClient(providers: [try manifest.provider()], journal: journal)
}
