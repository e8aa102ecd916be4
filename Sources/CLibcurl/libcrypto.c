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

// The signatures are the same in OpenSSL 1.1.1 and 3 (openssl/bio.h, pem.h and evp.h), apart from the name of the
// function that returns the type of a key.
static struct {
    void *(*memory_new)(const void *, int);
    int (*memory_free)(void *);
    void *(*read_private_key)(void *, void **, int (*)(char *, int, int, void *), void *);
    int (*key_type)(const void *);
    void (*key_free)(void *);
    int (*sign_init)(void *, void **, const void *, void *, void *);
    int (*sign)(void *, unsigned char *, size_t *, const unsigned char *, size_t);
    void (*clear_errors)(void);
} signing;

// NID_rsaEncryption (openssl/obj_mac.h).
static const int rsa_type = 6;

static bool available = false;
static bool can_sign = false;
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
    *(void **)&signing.memory_new = dlsym(library, "BIO_new_mem_buf");
    *(void **)&signing.memory_free = dlsym(library, "BIO_free");
    *(void **)&signing.read_private_key = dlsym(library, "PEM_read_bio_PrivateKey");
    *(void **)&signing.key_type = dlsym(library, "EVP_PKEY_get_base_id");
    if (!signing.key_type) *(void **)&signing.key_type = dlsym(library, "EVP_PKEY_base_id");
    *(void **)&signing.key_free = dlsym(library, "EVP_PKEY_free");
    *(void **)&signing.sign_init = dlsym(library, "EVP_DigestSignInit");
    *(void **)&signing.sign = dlsym(library, "EVP_DigestSign");
    *(void **)&signing.clear_errors = dlsym(library, "ERR_clear_error");
    can_sign = available && signing.memory_new && signing.memory_free && signing.read_private_key && signing.key_type
        && signing.key_free && signing.sign_init && signing.sign && signing.clear_errors;
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

// Without a callback, libcrypto asks for the password of an encrypted key on the terminal.
static int no_password(char *buffer, int size, int writing, void *user) {
    (void)buffer, (void)size, (void)writing, (void)user;
    return -1;
}

static clibcurl_rs256_result sign(void *key, const void *message, size_t count, uint8_t *signature, size_t *length) {
    if (signing.key_type(key) != rsa_type) return CLIBCURL_RS256_BAD_KEY;
    void *context = crypto.context_new();
    if (!context) return CLIBCURL_RS256_FAILED;
    bool signed_well = signing.sign_init(context, NULL, crypto.sha256(), NULL, key) == 1
        && signing.sign(context, signature, length, message, count) == 1;
    crypto.context_free(context);
    return signed_well ? CLIBCURL_RS256_SIGNED : CLIBCURL_RS256_FAILED;
}

clibcurl_rs256_result clibcurl_rs256(const void *pem, size_t pem_count, const void *message, size_t count,
                                     uint8_t *signature, size_t *length) {
    pthread_once(&once, load);
    if (!can_sign) return CLIBCURL_RS256_MISSING;
    if (pem_count > 1 << 20) return CLIBCURL_RS256_BAD_KEY;
    void *memory = signing.memory_new(pem, (int)pem_count);
    if (!memory) return CLIBCURL_RS256_FAILED;
    void *key = signing.read_private_key(memory, NULL, no_password, NULL);
    clibcurl_rs256_result result = key ? sign(key, message, count, signature, length) : CLIBCURL_RS256_BAD_KEY;
    if (key) signing.key_free(key);
    signing.memory_free(memory);
    signing.clear_errors();
    return result;
}
