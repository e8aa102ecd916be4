#ifndef C_LINE_EDITOR_H
#define C_LINE_EDITOR_H

// Line editing by the library that the system has: libedit, or readline, found at run time, because
// neither has headers on a fresh machine. Both offer readline's callback interface. All calls belong on
// one thread.

/// Finds a library and sets it up: its name, or NULL where there is none.
const char *line_editor_open(void);

/// Proposes words for the one that ends at the cursor: a NULL-ended array, itself and its strings from
/// malloc; NULL for none. `word` is where the word starts, in bytes.
typedef char **(*line_editor_completer)(const char *line, int word, int cursor);
void line_editor_set_completer(line_editor_completer completer);

/// How a read ended.
enum { LINE_EDITOR_LINE = 0, LINE_EDITOR_END = 1, LINE_EDITOR_INTERRUPTED = 2 };

/// Is called where `wake` can be read from: does what others want of the terminal, and answers whether the
/// line is to be thrown away.
typedef int (*line_editor_waker)(void);

/// Reads a line, until it is complete, thrown away, or the input ends. The line is from malloc.
int line_editor_read(const char *prompt, int wake, line_editor_waker on_wake, char **line);

/// Between two lines: what is typed in the meantime is kept for the next one, key by key, and does not show
/// in the middle of what a command writes. A read ends with this.
void line_editor_rest(void);
/// Puts the terminal as it was found, until the next read or rest.
void line_editor_lend(void);
/// Leaves the terminal as it was found, for good: nobody changes it any more. In any thread, before the process
/// ends, and once.
void line_editor_leave(void);

/// The text that is being typed up to the cursor, from malloc; NULL where nobody types.
char *line_editor_typed(void);
/// Draws prompt and text again, on a line that is empty.
void line_editor_redraw(void);
/// Takes over a new size of the window.
void line_editor_resize(void);
/// Takes the terminal again and draws the line, after the process was stopped and goes on.
void line_editor_return(void);
/// Adds a line to the history that the arrow keys and Ctrl-R go through.
void line_editor_remember(const char *line);

#endif
