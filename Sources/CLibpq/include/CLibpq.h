// libpq, loaded at run time.
//
// The build needs no header of the library. The functions are those of libpq's manual (PostgreSQL 13 and later,
// https://www.postgresql.org/docs/current/libpq.html), whose ABI has not changed since libpq.so.5 of 2006.

#ifndef CLIBPQ_H
#define CLIBPQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct clibpq_connection clibpq_connection;
typedef struct clibpq_result clibpq_result;

/// Loads libpq once. Returns false if it is missing. Call another function only after this one returned true.
bool clibpq_load(void);

/// Returns whether libpq can read a connection string: a URI, or a list of settings.
bool clibpq_is_valid(const char *_Nonnull connection);
/// Connects, and waits for the result. The lists end with NULL, and a connection string is the value of `dbname`.
/// Returns NULL if there is no memory.
clibpq_connection *_Nullable clibpq_connect(
    const char *_Nullable const *_Nullable keywords, const char *_Nullable const *_Nullable values);
bool clibpq_is_connected(const clibpq_connection *_Nonnull connection);
void clibpq_close(clibpq_connection *_Nonnull connection);
/// Returns the last error as a text, in the language of the client.
const char *_Nonnull clibpq_error(const clibpq_connection *_Nonnull connection);
/// Returns the password, which must not be in a message.
const char *_Nullable clibpq_password(const clibpq_connection *_Nonnull connection);
/// Returns the version of the server, such as 150004; 0 if there is no connection.
int clibpq_server_version(const clibpq_connection *_Nonnull connection);

/// Runs SQL, and waits for the result. Without values, the text may hold several statements, and the result is that of
/// the last one. Values are texts; NULL is SQL's null. Returns NULL if there is no memory.
clibpq_result *_Nullable clibpq_execute(
    clibpq_connection *_Nonnull connection, const char *_Nonnull sql, int count,
    const char *_Nullable const *_Nullable values);
void clibpq_clear(clibpq_result *_Nonnull result);
bool clibpq_succeeded(const clibpq_result *_Nonnull result);
/// Returns the five characters of SQLSTATE; NULL if the error is not one of the server.
const char *_Nullable clibpq_sqlstate(const clibpq_result *_Nonnull result);
/// Returns the primary message of an error, without its details; NULL if there is none.
const char *_Nullable clibpq_message(const clibpq_result *_Nonnull result);
int clibpq_row_count(const clibpq_result *_Nonnull result);
int clibpq_column_count(const clibpq_result *_Nonnull result);
/// Returns a value as a text; NULL for SQL's null.
const char *_Nullable clibpq_value(const clibpq_result *_Nonnull result, int row, int column);
/// Returns the number of rows that a statement changed, as a text.
const char *_Nonnull clibpq_changed(clibpq_result *_Nonnull result);

/// What a wait for notifications has brought.
typedef enum { CLIBPQ_NOTHING, CLIBPQ_NOTIFIED, CLIBPQ_LOST } clibpq_news;
/// Waits for notifications, at most for a time, and forgets what they say.
clibpq_news clibpq_wait(clibpq_connection *_Nonnull connection, int milliseconds);

/// Returns the type of a path's file system as `statfs(2)` reports it on Linux; 0 if it is unknown. Swift's module of the C
/// library does not have the call.
uint32_t clibpq_file_system_type(const char *_Nonnull path);

#endif
