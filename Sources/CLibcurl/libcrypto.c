#include "CLibcurl.h"

#include <dlfcn.h>
#include <pthread.h>

// The signatures are the same in OpenSSL 1.1 and 3 (openssl/evp.h).
static struct {
    void *(*context_new)(void);
    void (*context_free)(void *);
    const void *(*sha256)(void);
    int (*init)(void *, const void *, void *);
    int (*update)(void *, const void *, size_t);
    int (*final)(void *, unsigned char *, unsigned int *);
} crypto;

static bool available = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
#ifndef __APPLE__
    void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    *(void **)&crypto.context_new = dlsym(library, "EVP_MD_CTX_new");
    *(void **)&crypto.context_free = dlsym(library, "EVP_MD_CTX_free");
    *(void **)&crypto.sha256 = dlsym(library, "EVP_sha256");
    *(void **)&crypto.init = dlsym(library, "EVP_DigestInit_ex");
    *(void **)&crypto.update = dlsym(library, "EVP_DigestUpdate");
    *(void **)&crypto.final = dlsym(library, "EVP_DigestFinal_ex");
    available = crypto.context_new && crypto.context_free && crypto.sha256 && crypto.init && crypto.update
        && crypto.final;
#endif
}

clibcurl_sha256 *clibcurl_sha256_new(void) {
    pthread_once(&once, load);
    if (!available) return NULL;
    void *context = crypto.context_new();
    if (!context) return NULL;
    if (crypto.init(context, crypto.sha256(), NULL) != 1) {
        crypto.context_free(context);
        return NULL;
    }
    return context;
}

bool clibcurl_sha256_update(clibcurl_sha256 *hash, const void *bytes, size_t count) {
    return count == 0 || crypto.update(hash, bytes, count) == 1;
}

bool clibcurl_sha256_finish(clibcurl_sha256 *hash, uint8_t *digest) {
    return crypto.final(hash, digest, NULL) == 1;
}

void clibcurl_sha256_free(clibcurl_sha256 *hash) { crypto.context_free(hash); }
