#ifndef C_LINE_EDITOR_H
#define C_LINE_EDITOR_H

// Line editing with the library of the system: libedit or readline. The library is loaded at run time, because a new
// system has the headers of neither. Both provide readline's callback interface. Call every function on one thread,
// unless its comment says otherwise.

/// Loads and configures a library. Returns its name, or NULL if there is none.
const char *line_editor_open(void);

/// Returns completions of the word that ends at the cursor: a NULL-terminated array. The array and its strings are from
/// malloc. Returns NULL if there are none. `word` is the offset in bytes at which the word starts.
typedef char **(*line_editor_completer)(const char *line, int word, int cursor);
void line_editor_set_completer(line_editor_completer completer);

/// The reason that a read ended.
enum { LINE_EDITOR_LINE = 0, LINE_EDITOR_END = 1, LINE_EDITOR_INTERRUPTED = 2 };

/// Called when `wake` is readable. Handles requests of other threads for the terminal, and returns whether to discard
/// the line.
typedef int (*line_editor_waker)(void);

/// Reads until a line is complete or discarded, or the input ends. The line is from malloc.
int line_editor_read(const char *prompt, int wake, line_editor_waker on_wake, char **line);

/// Sets the terminal up for the time between two lines. Keys that are typed meanwhile are kept for the next line, and
/// do not appear inside the output of a command. Every read ends with this call.
void line_editor_rest(void);
/// Restores the original settings of the terminal until the next read or rest.
void line_editor_lend(void);
/// Restores the original settings of the terminal permanently; no later call changes them. Call this once, on any
/// thread, before the process ends.
void line_editor_leave(void);

/// Returns the text before the cursor in the current line, from malloc. Returns NULL if no line is being read.
char *line_editor_typed(void);
/// Draws the prompt and the text again on an empty line.
void line_editor_redraw(void);
/// Adopts a new window size.
void line_editor_resize(void);
/// Takes over the terminal again and draws the line, after the process was stopped and continued.
void line_editor_return(void);
/// Adds a line to the history, which the arrow keys and Ctrl-R search.
void line_editor_remember(const char *line);

#endif
