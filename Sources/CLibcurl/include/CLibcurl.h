// libcurl and libcrypto, loaded at run time.
//
// The build needs no header of either library. libcurl's ABI, including its option numbers, has not changed since 2006,
// and every Linux system with Swift has the library, because FoundationNetworking links it. On Apple platforms nothing
// is loaded: `clibcurl_load` returns false, `clibcurl_version` and `clibcurl_sha256_new` return NULL, and
// `clibcurl_rs256` says that libcrypto is missing.

#ifndef CLIBCURL_H
#define CLIBCURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct clibcurl_easy clibcurl_easy;
typedef struct clibcurl_multi clibcurl_multi;
typedef struct clibcurl_list clibcurl_list;

/// Loads libcurl once. Returns false if it is missing or older than 7.68. Call another `clibcurl_easy` or
/// `clibcurl_multi` function only after this function returned true.
bool clibcurl_load(void);
/// Returns the versions of libcurl and its TLS library; NULL if libcurl is missing.
const char *_Nullable clibcurl_version(void);

// Option numbers (curl/curl.h). The range of a number determines the C type of its value.
enum {
    CLIBCURL_NOBODY = 44,
    CLIBCURL_POST = 47,
    CLIBCURL_FOLLOWLOCATION = 52,
    CLIBCURL_FRESH_CONNECT = 74,
    CLIBCURL_FORBID_REUSE = 75,
    CLIBCURL_HTTP_VERSION = 84,
    CLIBCURL_BUFFERSIZE = 98,
    CLIBCURL_NOSIGNAL = 99,
    CLIBCURL_CONNECTTIMEOUT_MS = 156,
    CLIBCURL_PROTOCOLS = 181,
    CLIBCURL_TCP_KEEPALIVE = 213,
    CLIBCURL_HEADEROPT = 229,
    CLIBCURL_PATH_AS_IS = 234,
    CLIBCURL_PIPEWAIT = 237,
    CLIBCURL_SUPPRESS_CONNECT_HEADERS = 265,
    CLIBCURL_QUICK_EXIT = 322,

    CLIBCURL_URL = 10002,
    CLIBCURL_PROXY = 10004,
    CLIBCURL_CUSTOMREQUEST = 10036,
    CLIBCURL_CAINFO = 10065,
    CLIBCURL_NOPROXY = 10177,

    CLIBCURL_WRITEDATA = 10001,
    CLIBCURL_ERRORBUFFER = 10010,
    CLIBCURL_HEADERDATA = 10029,
    CLIBCURL_PRIVATE = 10103,
    CLIBCURL_OPENSOCKETDATA = 10164,
    CLIBCURL_PREREQDATA = 10313,
};

// Values of some of the options.
enum {
    CLIBCURL_PROTOCOLS_HTTP_AND_HTTPS = 3,
    CLIBCURL_HTTP_1_1 = 2,
    CLIBCURL_HTTP_2_OVER_TLS = 4,
    CLIBCURL_HEADERS_NOT_TO_PROXY = 1,
};

/// The size of CURLOPT_ERRORBUFFER.
enum { CLIBCURL_ERROR_SIZE = 256 };

/// The address of a socket that libcurl is about to open.
typedef struct clibcurl_sockaddr clibcurl_sockaddr;

typedef size_t (*clibcurl_data_callback)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);
typedef int (*clibcurl_socket_callback)(void *_Nullable context, int purpose, clibcurl_sockaddr *_Nullable address);
typedef int (*clibcurl_prereq_callback)(
    void *_Nullable context, char *_Nullable remote, char *_Nullable local, int remote_port, int local_port);

clibcurl_easy *_Nullable clibcurl_easy_new(void);
void clibcurl_easy_free(clibcurl_easy *_Nonnull easy);
/// Resets every option and keeps the memory.
void clibcurl_easy_reset(clibcurl_easy *_Nonnull easy);

// Each function returns libcurl's code; 0 is success.
int clibcurl_set_long(clibcurl_easy *_Nonnull easy, int option, long value);
int clibcurl_set_string(clibcurl_easy *_Nonnull easy, int option, const char *_Nullable value);
int clibcurl_set_pointer(clibcurl_easy *_Nonnull easy, int option, void *_Nullable value);
int clibcurl_set_headers(clibcurl_easy *_Nonnull easy, clibcurl_list *_Nullable list);
/// Sets a copy of the body, which may be empty.
int clibcurl_set_body(clibcurl_easy *_Nonnull easy, const void *_Nullable bytes, size_t count);
int clibcurl_set_write_callback(clibcurl_easy *_Nonnull easy, clibcurl_data_callback _Nonnull callback);
int clibcurl_set_header_callback(clibcurl_easy *_Nonnull easy, clibcurl_data_callback _Nonnull callback);
int clibcurl_set_socket_callback(clibcurl_easy *_Nonnull easy, clibcurl_socket_callback _Nonnull callback);
/// Sets the callback that runs before the first byte of a request is sent. Returns an error code before libcurl 7.80.
int clibcurl_set_prereq_callback(clibcurl_easy *_Nonnull easy, clibcurl_prereq_callback _Nonnull callback);

/// Opens the socket that a socket callback was called for. Returns -1 on failure.
int clibcurl_open_socket(const clibcurl_sockaddr *_Nonnull address);
/// Writes the address that a socket is about to connect to, in network byte order. `bytes` must have room for 16.
/// Returns the number of bytes: 4, 16, or 0 if the address is neither IPv4 nor IPv6.
size_t clibcurl_address_bytes(const clibcurl_sockaddr *_Nonnull address, uint8_t *_Nonnull bytes);

/// Returns the address of the peer as text; NULL if there is none.
const char *_Nullable clibcurl_primary_ip(clibcurl_easy *_Nonnull easy);
/// Pauses or resumes receiving. Resuming may call the write callback at once.
int clibcurl_pause(clibcurl_easy *_Nonnull easy, bool paused);

/// Appends a copy of a header line. On failure, frees the list and returns NULL.
clibcurl_list *_Nullable clibcurl_list_append(clibcurl_list *_Nullable list, const char *_Nonnull line);
void clibcurl_list_free(clibcurl_list *_Nullable list);

clibcurl_multi *_Nullable clibcurl_multi_new(void);
void clibcurl_multi_free(clibcurl_multi *_Nonnull multi);
/// Sets the number of idle connections that are kept.
void clibcurl_multi_set_max_connections(clibcurl_multi *_Nonnull multi, long count);
int clibcurl_multi_add(clibcurl_multi *_Nonnull multi, clibcurl_easy *_Nonnull easy);
int clibcurl_multi_remove(clibcurl_multi *_Nonnull multi, clibcurl_easy *_Nonnull easy);
int clibcurl_multi_perform(clibcurl_multi *_Nonnull multi);
int clibcurl_multi_poll(clibcurl_multi *_Nonnull multi, int milliseconds);
/// Wakes a poll. May be called on any thread.
int clibcurl_multi_wakeup(clibcurl_multi *_Nonnull multi);
/// Returns the CLIBCURL_PRIVATE pointer and the code of the next transfer that ended. Returns false if there is none.
bool clibcurl_multi_next_done(
    clibcurl_multi *_Nonnull multi, void *_Nullable *_Nonnull context, int *_Nonnull code);

/// Blocks SIGPIPE for the calling thread, so that a write to a closed connection does not end the process.
void clibcurl_block_sigpipe(void);

typedef struct clibcurl_sha256 clibcurl_sha256;

/// Starts a SHA-256 hash in libcrypto, which uses the processor's instructions. Returns NULL if libcrypto is missing.
clibcurl_sha256 *_Nullable clibcurl_sha256_new(void);
/// Adds bytes to the hash. Returns false on failure.
bool clibcurl_sha256_update(clibcurl_sha256 *_Nonnull hash, const void *_Nullable bytes, size_t count);
/// Writes the 32 bytes of the digest. Returns false on failure. Afterwards, the hash can only be freed.
bool clibcurl_sha256_finish(clibcurl_sha256 *_Nonnull hash, uint8_t *_Nonnull digest);
void clibcurl_sha256_free(clibcurl_sha256 *_Nonnull hash);

/// The result of a signature with an RSA key.
typedef enum {
    CLIBCURL_RS256_SIGNED,
    /// libcrypto, or one of its functions, is missing.
    CLIBCURL_RS256_MISSING,
    /// The key is not an RSA key in PEM, or it is encrypted.
    CLIBCURL_RS256_BAD_KEY,
    CLIBCURL_RS256_FAILED,
} clibcurl_rs256_result;

/// Signs a message with RSASSA-PKCS1-v1_5 and SHA-256 (RFC 8017), which JSON Web Signature calls RS256.
///
/// `length` is the room for the signature, in bytes, and becomes its length.
clibcurl_rs256_result clibcurl_rs256(const void *_Nonnull pem, size_t pem_count, const void *_Nonnull message,
                                     size_t count, uint8_t *_Nonnull signature, size_t *_Nonnull length);

#endif
