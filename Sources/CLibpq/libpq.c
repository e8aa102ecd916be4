#include "CLibpq.h"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>

enum {
    CONNECTION_OK = 0,
    COMMAND_OK = 1,
    TUPLES_OK = 2,
    FIELD_SQLSTATE = 'C',
    FIELD_MESSAGE_PRIMARY = 'M',
};

static struct {
    void *(*conninfo_parse)(const char *, char **);
    void (*conninfo_free)(void *);
    void (*freemem)(void *);
    void *(*connectdb)(const char *const *, const char *const *, int);
    int (*status)(const void *);
    void (*finish)(void *);
    char *(*error_message)(const void *);
    char *(*pass)(const void *);
    int (*server_version)(const void *);
    void *(*set_notice_processor)(void *, void (*)(void *, const char *), void *);
    void *(*exec)(void *, const char *);
    void *(*exec_params)(
        void *, const char *, int, const unsigned int *, const char *const *, const int *, const int *, int);
    int (*result_status)(const void *);
    char *(*result_error_field)(const void *, int);
    void (*clear)(void *);
    int (*ntuples)(const void *);
    int (*nfields)(const void *);
    char *(*getvalue)(const void *, int, int);
    int (*getisnull)(const void *, int, int);
    char *(*cmd_tuples)(void *);
    int (*socket)(const void *);
    int (*consume_input)(void *);
    void *(*notifies)(void *);
} pq;

static bool available = false;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool find(void *library, const char *name, void *function) {
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}

static void load(void) {
#ifdef __APPLE__
    static const char *const names[] = {
        "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib",
        "/Applications/Postgres.app/Contents/Versions/latest/lib/libpq.5.dylib"};
#else
    static const char *const names[] = {"libpq.so.5", "libpq.so"};
#endif
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++) {
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    }
    available = library && find(library, "PQconninfoParse", &pq.conninfo_parse)
        && find(library, "PQconninfoFree", &pq.conninfo_free)
        && find(library, "PQfreemem", &pq.freemem)
        && find(library, "PQconnectdbParams", &pq.connectdb)
        && find(library, "PQstatus", &pq.status)
        && find(library, "PQfinish", &pq.finish)
        && find(library, "PQerrorMessage", &pq.error_message)
        && find(library, "PQpass", &pq.pass)
        && find(library, "PQserverVersion", &pq.server_version)
        && find(library, "PQsetNoticeProcessor", &pq.set_notice_processor)
        && find(library, "PQexec", &pq.exec)
        && find(library, "PQexecParams", &pq.exec_params)
        && find(library, "PQresultStatus", &pq.result_status)
        && find(library, "PQresultErrorField", &pq.result_error_field)
        && find(library, "PQclear", &pq.clear)
        && find(library, "PQntuples", &pq.ntuples)
        && find(library, "PQnfields", &pq.nfields)
        && find(library, "PQgetvalue", &pq.getvalue)
        && find(library, "PQgetisnull", &pq.getisnull)
        && find(library, "PQcmdTuples", &pq.cmd_tuples)
        && find(library, "PQsocket", &pq.socket)
        && find(library, "PQconsumeInput", &pq.consume_input)
        && find(library, "PQnotifies", &pq.notifies);
}

bool clibpq_load(void) {
    pthread_once(&once, load);
    return available;
}

bool clibpq_is_valid(const char *connection) {
    char *error = NULL;
    void *options = pq.conninfo_parse(connection, &error);
    // The text of the error can hold a part of the password.
    if (error) pq.freemem(error);
    if (options) pq.conninfo_free(options);
    return options != NULL;
}

// By default, libpq writes the server's notices to standard error.
static void ignore_notice(void *context, const char *message) {
    (void)context;
    (void)message;
}

clibpq_connection *clibpq_connect(const char *const *keywords, const char *const *values) {
    void *connection = pq.connectdb(keywords, values, 1);
    if (connection) pq.set_notice_processor(connection, ignore_notice, NULL);
    return connection;
}

bool clibpq_is_connected(const clibpq_connection *connection) { return pq.status(connection) == CONNECTION_OK; }

void clibpq_close(clibpq_connection *connection) { pq.finish(connection); }

const char *clibpq_error(const clibpq_connection *connection) { return pq.error_message(connection); }

const char *clibpq_password(const clibpq_connection *connection) { return pq.pass(connection); }

int clibpq_server_version(const clibpq_connection *connection) { return pq.server_version(connection); }

clibpq_result *clibpq_execute(
    clibpq_connection *connection, const char *sql, int count, const char *const *values) {
    return count == 0 ? pq.exec(connection, sql)
                      : pq.exec_params(connection, sql, count, NULL, values, NULL, NULL, 0);
}

void clibpq_clear(clibpq_result *result) { pq.clear(result); }

bool clibpq_succeeded(const clibpq_result *result) {
    int status = pq.result_status(result);
    return status == COMMAND_OK || status == TUPLES_OK;
}

const char *clibpq_sqlstate(const clibpq_result *result) { return pq.result_error_field(result, FIELD_SQLSTATE); }

const char *clibpq_message(const clibpq_result *result) {
    return pq.result_error_field(result, FIELD_MESSAGE_PRIMARY);
}

int clibpq_row_count(const clibpq_result *result) { return pq.ntuples(result); }

int clibpq_column_count(const clibpq_result *result) { return pq.nfields(result); }

const char *clibpq_value(const clibpq_result *result, int row, int column) {
    return pq.getisnull(result, row, column) ? NULL : pq.getvalue(result, row, column);
}

const char *clibpq_changed(clibpq_result *result) { return pq.cmd_tuples(result); }

clibpq_news clibpq_wait(clibpq_connection *connection, int milliseconds) {
    struct pollfd descriptor = {.fd = pq.socket(connection), .events = POLLIN};
    if (descriptor.fd < 0) return CLIBPQ_LOST;
    if (poll(&descriptor, 1, milliseconds) > 0 && !pq.consume_input(connection)) return CLIBPQ_LOST;
    if (pq.status(connection) != CONNECTION_OK) return CLIBPQ_LOST;
    clibpq_news news = CLIBPQ_NOTHING;
    for (void *notification; (notification = pq.notifies(connection)); news = CLIBPQ_NOTIFIED) {
        pq.freemem(notification);
    }
    return news;
}
