#include "CLibcurl.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

// The declaration in curl/curl.h. `addrlen` is the real length of `addr`.
struct clibcurl_sockaddr {
    int family;
    int socktype;
    int protocol;
    unsigned int addrlen;
    struct sockaddr addr;
};

// The declaration in curl/multi.h.
struct message {
    int kind;
    void *easy;
    union {
        void *whatever;
        int result;
    } data;
};

enum {
    HTTPHEADER = 10023,
    COPYPOSTFIELDS = 10165,
    POSTFIELDSIZE_LARGE = 30120,
    WRITEFUNCTION = 20011,
    HEADERFUNCTION = 20079,
    OPENSOCKETFUNCTION = 20163,
    PREREQFUNCTION = 20312,
    INFO_PRIVATE = 0x100000 + 21,
    INFO_PRIMARY_IP = 0x100000 + 32,
    GLOBAL_DEFAULT = 3,
    MULTI_MAXCONNECTS = 6,
    MESSAGE_DONE = 1,
    PAUSE_CONTINUE = 0,
    PAUSE_RECEIVING = 1,
};

static struct {
    int (*global_init)(long);
    char *(*version)(void);
    void *(*easy_init)(void);
    void (*easy_cleanup)(void *);
    void (*easy_reset)(void *);
    int (*easy_setopt)(void *, int, ...);
    int (*easy_getinfo)(void *, int, ...);
    int (*easy_pause)(void *, int);
    void *(*slist_append)(void *, const char *);
    void (*slist_free_all)(void *);
    void *(*multi_init)(void);
    int (*multi_cleanup)(void *);
    int (*multi_setopt)(void *, int, ...);
    int (*multi_add_handle)(void *, void *);
    int (*multi_remove_handle)(void *, void *);
    int (*multi_perform)(void *, int *);
    int (*multi_poll)(void *, void *, unsigned int, int, int *);
    int (*multi_wakeup)(void *);
    struct message *(*multi_info_read)(void *, int *);
} curl;

static bool available = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#ifndef __APPLE__
static bool find(void *library, const char *name, void *function) {
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}
#endif

static void load(void) {
#ifndef __APPLE__
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    // curl_multi_wakeup is the newest of these functions: libcurl 7.68.
    available = library && find(library, "curl_global_init", &curl.global_init)
        && find(library, "curl_version", &curl.version)
        && find(library, "curl_easy_init", &curl.easy_init)
        && find(library, "curl_easy_cleanup", &curl.easy_cleanup)
        && find(library, "curl_easy_reset", &curl.easy_reset)
        && find(library, "curl_easy_setopt", &curl.easy_setopt)
        && find(library, "curl_easy_getinfo", &curl.easy_getinfo)
        && find(library, "curl_easy_pause", &curl.easy_pause)
        && find(library, "curl_slist_append", &curl.slist_append)
        && find(library, "curl_slist_free_all", &curl.slist_free_all)
        && find(library, "curl_multi_init", &curl.multi_init)
        && find(library, "curl_multi_cleanup", &curl.multi_cleanup)
        && find(library, "curl_multi_setopt", &curl.multi_setopt)
        && find(library, "curl_multi_add_handle", &curl.multi_add_handle)
        && find(library, "curl_multi_remove_handle", &curl.multi_remove_handle)
        && find(library, "curl_multi_perform", &curl.multi_perform)
        && find(library, "curl_multi_poll", &curl.multi_poll)
        && find(library, "curl_multi_wakeup", &curl.multi_wakeup)
        && find(library, "curl_multi_info_read", &curl.multi_info_read)
        && curl.global_init(GLOBAL_DEFAULT) == 0;
#endif
}

bool clibcurl_load(void) {
    pthread_once(&once, load);
    return available;
}

const char *clibcurl_version(void) { return clibcurl_load() ? curl.version() : NULL; }

clibcurl_easy *clibcurl_easy_new(void) { return curl.easy_init(); }

void clibcurl_easy_free(clibcurl_easy *easy) { curl.easy_cleanup(easy); }

void clibcurl_easy_reset(clibcurl_easy *easy) { curl.easy_reset(easy); }

int clibcurl_set_long(clibcurl_easy *easy, int option, long value) {
    return curl.easy_setopt(easy, option, value);
}

int clibcurl_set_string(clibcurl_easy *easy, int option, const char *value) {
    return curl.easy_setopt(easy, option, value);
}

int clibcurl_set_pointer(clibcurl_easy *easy, int option, void *value) {
    return curl.easy_setopt(easy, option, value);
}

int clibcurl_set_headers(clibcurl_easy *easy, clibcurl_list *list) {
    return curl.easy_setopt(easy, HTTPHEADER, list);
}

int clibcurl_set_body(clibcurl_easy *easy, const void *bytes, size_t count) {
    int code = curl.easy_setopt(easy, POSTFIELDSIZE_LARGE, (int64_t)count);
    // With a NULL body, libcurl would read from standard input.
    return code ? code : curl.easy_setopt(easy, COPYPOSTFIELDS, bytes ? bytes : "");
}

int clibcurl_set_write_callback(clibcurl_easy *easy, clibcurl_data_callback callback) {
    return curl.easy_setopt(easy, WRITEFUNCTION, callback);
}

int clibcurl_set_header_callback(clibcurl_easy *easy, clibcurl_data_callback callback) {
    return curl.easy_setopt(easy, HEADERFUNCTION, callback);
}

int clibcurl_set_socket_callback(clibcurl_easy *easy, clibcurl_socket_callback callback) {
    return curl.easy_setopt(easy, OPENSOCKETFUNCTION, callback);
}

int clibcurl_set_prereq_callback(clibcurl_easy *easy, clibcurl_prereq_callback callback) {
    return curl.easy_setopt(easy, PREREQFUNCTION, callback);
}

int clibcurl_open_socket(const clibcurl_sockaddr *address) {
    int descriptor = socket(address->family, address->socktype, address->protocol);
    if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

size_t clibcurl_address_bytes(const clibcurl_sockaddr *address, uint8_t *bytes) {
    const void *stored = &address->addr;
    if (address->family == AF_INET && address->addrlen >= sizeof(struct sockaddr_in)) {
        memcpy(bytes, &((const struct sockaddr_in *)stored)->sin_addr, 4);
        return 4;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof(struct sockaddr_in6)) {
        memcpy(bytes, &((const struct sockaddr_in6 *)stored)->sin6_addr, 16);
        return 16;
    }
    return 0;
}

const char *clibcurl_primary_ip(clibcurl_easy *easy) {
    char *text = NULL;
    return curl.easy_getinfo(easy, INFO_PRIMARY_IP, &text) == 0 ? text : NULL;
}

int clibcurl_pause(clibcurl_easy *easy, bool paused) {
    return curl.easy_pause(easy, paused ? PAUSE_RECEIVING : PAUSE_CONTINUE);
}

clibcurl_list *clibcurl_list_append(clibcurl_list *list, const char *line) {
    void *longer = curl.slist_append(list, line);
    if (!longer) curl.slist_free_all(list);
    return longer;
}

void clibcurl_list_free(clibcurl_list *list) { curl.slist_free_all(list); }

clibcurl_multi *clibcurl_multi_new(void) { return curl.multi_init(); }

void clibcurl_multi_free(clibcurl_multi *multi) { curl.multi_cleanup(multi); }

void clibcurl_multi_set_max_connections(clibcurl_multi *multi, long count) {
    curl.multi_setopt(multi, MULTI_MAXCONNECTS, count);
}

int clibcurl_multi_add(clibcurl_multi *multi, clibcurl_easy *easy) {
    return curl.multi_add_handle(multi, easy);
}

int clibcurl_multi_remove(clibcurl_multi *multi, clibcurl_easy *easy) {
    return curl.multi_remove_handle(multi, easy);
}

int clibcurl_multi_perform(clibcurl_multi *multi) {
    int running = 0;
    return curl.multi_perform(multi, &running);
}

int clibcurl_multi_poll(clibcurl_multi *multi, int milliseconds) {
    return curl.multi_poll(multi, NULL, 0, milliseconds, NULL);
}

int clibcurl_multi_wakeup(clibcurl_multi *multi) { return curl.multi_wakeup(multi); }

bool clibcurl_multi_next_done(clibcurl_multi *multi, void **context, int *code) {
    int left = 0;
    struct message *message;
    while ((message = curl.multi_info_read(multi, &left))) {
        if (message->kind != MESSAGE_DONE) continue;
        *code = message->data.result;
        return curl.easy_getinfo(message->easy, INFO_PRIVATE, context) == 0;
    }
    return false;
}

void clibcurl_block_sigpipe(void) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
