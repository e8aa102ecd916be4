import Foundation
import VideoGeneration
import VideoGenerationTesting

/// A service account that does not exist. The keys were made with `openssl genpkey` for these tests alone, and open
/// nothing.
enum TestKey {
    static let account = "tests@project-of-the-tests.iam.gserviceaccount.com"

    /// An RSA key of 2048 bits.
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDK6UTI7YDeqJZu
        hoP73IGGo7QzJykWhDf2715akOXaim5eFxCXrMSI/F9/zTwRJw+KBVXqI8cnDYQ9
        MQ2mh294bw6B+iFMPv7zwuwCjf2qB17hnRUjjLwgE+iChrLnQ2dQlNOPRpX7Bnn8
        gVsAC+Vdw8EAynmDGf3mwJqA+S1jJLCLPiRzvu3gEz6EiTXYER1lqObUoWXBK4i3
        rZz3OvuJ/kGn7RFgW/EjWvtWlH72CQ4U1q362xdunc88cpKVPel5V5+DeS5+CI0z
        8l8qf1zOaZja9xgpwT4wwiwRYo373UV5VaxpRU1zfnx+5vWYgoZsO2KGkMRruZ2E
        F4x9dTG1AgMBAAECggEAJH9IzAtMPsB8Lm0rmEXVVm5jnz/P+CjYGCZ+BjRB48k6
        iNoFNgLxZuJeGxLDVyJ7fQvwpCjDTZb0zjzgg6+gsTzokyB2lMxP93B8GwmHMuoY
        euRSRQ6vV+W80J2B2G8bSjc6xm6f04Matfxebee13eOz93xz1sz6CmNiZwhqzYYd
        l3V8QGviBhSTvtC2To9lDeuj98wkvRaMC3usZGP+rO4k4X0puFH5ZeRzQqa3RAv2
        iq+c6qKdBhnV/ydjX+RAWIJO5pBzvAvIsf0wbK0XKvjD6+bsBFKwz12stcD3ohqq
        54/1yAWQq1h/+tVEp3qHgaQ+UBQXgRPRHDSPvUapEQKBgQD5hiRuC5L0T/M0aDNu
        WESfIJXfhyDzxzbygJig9Oe0+8WN0E/ld0X7ylRDaIXnVNsvWmcqk3AU3ULGYBxx
        whxZPLqSZyfA2SyZgjm49xCScu5Jwtozd0/W9ktjskpJUEFlzDuUKUV/C2Cl3FlW
        zkSBHjBGmLPUeKiNfEXOVqThywKBgQDQLW1faR/Y26TSLk6LfT4f/U5nvQmvXYWL
        fH7hFB/092adySZEM4nNkKsicxiKXZzUxI1njrFLLIbQX/+NgyJA0qnrpcHfV+eT
        firqQ9Fjl1XOV2C9MEGDrSmka6d7w8uK2DaO6X4vKGq7MvzSjBAAsnfea2wEmUKH
        pbWDCp3KfwKBgCo+Knay4OsZievqZCKfMObbpmPURaDfrg659JzzOTLrmNNcW9pW
        KfPpmgBbdqfmNsE6hdKwaT4vAzoAVXBw00nMPS3B5voACkvmvwzwTs7sRCkaosQp
        w8t5oOO88FSfEKNCQyffINPUQkVyG3HVs8VELhoVigRDdQ2W5156TqmnAoGBAKHP
        bYAHuhVZRFeKXsrVYoCC53qC2RBR5QdykTxp5B0IX96tBu1kEeySUjLIu35xHQHU
        dQTVSMFhrrgwpfZcwzcXh7P+dx8euIVQQBMu+4Ypjyx/hlYHOCUdZ4zBkMEGgyM8
        w8t5efc1tyAilZkh/R5NmhZr8N3yMmA1UUy158gJAoGAS8B9Yr+yEdv2x/OOXSKc
        VIs03pQu8YwOMmbDfCF+Mt7AqdpzBslsak4IiVz7MjGZ4IZSszc6v27uzWY+1+U1
        Ph3kxfcUeYTowp2MlBL0Wutcdj2yGBD93l+BsGFFeRNGFk3T3hwSchDJWsTjcfhi
        yfZCrphScmlLx0jSno4yG4o=
        -----END PRIVATE KEY-----
        """

    /// The public key of ``privateKey``.
    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyulEyO2A3qiWboaD+9yB
        hqO0MycpFoQ39u9eWpDl2opuXhcQl6zEiPxff808EScPigVV6iPHJw2EPTENpodv
        eG8OgfohTD7+88LsAo39qgde4Z0VI4y8IBPogoay50NnUJTTj0aV+wZ5/IFbAAvl
        XcPBAMp5gxn95sCagPktYySwiz4kc77t4BM+hIk12BEdZajm1KFlwSuIt62c9zr7
        if5Bp+0RYFvxI1r7VpR+9gkOFNat+tsXbp3PPHKSlT3peVefg3kufgiNM/JfKn9c
        zmmY2vcYKcE+MMIsEWKN+91FeVWsaUVNc358fub1mIKGbDtihpDEa7mdhBeMfXUx
        tQIDAQAB
        -----END PUBLIC KEY-----
        """

    /// A key of another kind.
    static let ellipticKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGih8i9/dG2sCqtfX
        y+4VCnIfGozyuZ+WVKUoJIwilJShRANCAATVZGZHilbES/19XzioTQO++yVUK32F
        ezVE8XaxR6O4mxE3ihy6YnGES4tKTpgmxaCtLPb6VKs7Z3/+QbAO9Gbs
        -----END PRIVATE KEY-----
        """

    /// The text of a key file.
    static func json(
        key: String? = privateKey,
        account: String? = account,
        tokenURI: String? = "https://oauth2.googleapis.com/token",
        type: String = "service_account"
    ) -> String {
        var file: [String: String] = ["type": type, "private_key_id": "test-key-1"]
        file["private_key"] = key.map { $0 + "\n" }
        file["client_email"] = account
        file["token_uri"] = tokenURI
        return String(decoding: (try? JSONEncoder().encode(file)) ?? Data(), as: UTF8.self)
    }

    /// Writes a key file into a folder and returns its path.
    static func file(in folder: TemporaryFolder, _ text: String = json()) throws -> Secret {
        let path = folder.path + "/key.json"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return try Secret(path)
    }
}
