#include "CReadline.h"

#include <dlfcn.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// The types of readline, from its manual. libedit uses the same types.
typedef void (*line_handler)(char *);
typedef char **(*completion_function)(const char *, int, int);

static struct {
    void (*install)(const char *, line_handler);
    void (*remove)(void);
    void (*read_char)(void);
    void (*forced_update)(void);
    void (*resize)(void);
    void (*prepare)(int);
    int (*add_history)(const char *);
    void (*stifle_history)(int);
    void (*using_history)(void);
    int *point;
    int *end;
    char **buffer;
    completion_function *attempted;
    int *attempted_over;
    int *append_character;
    const char **word_breaks;
    const char **quotes;
    int (**getc)(FILE *);
    int *catch_signals;
    int *catch_winch;
    const char **name;
    /// Whether the library is libedit, which counts in characters. readline counts in bytes.
    int takes_characters;
} editor;

static const char *loaded;
static line_editor_completer completer;
static line_editor_waker waker;
static int wake;
static int is_interrupted;
static int is_ended;
static int is_reading;
static int is_done;
static char *finished;
/// The terminal's original settings.
static struct termios found;
static int is_found;
/// Held while the settings change. line_editor_leave locks it and never unlocks it.
static pthread_mutex_t changing = PTHREAD_MUTEX_INITIALIZER;

static void handle_line(char *line) {
    // Removes the handler at once, so that the terminal has its original settings while the command runs.
    finished = line;
    is_done = 1;
    editor.remove();
    is_reading = 0;
}

/// Returns the offset in bytes of a character in a text.
static int offset(const char *text, int characters) {
    int bytes = 0;
    while (text[bytes] && (characters > 0 || (text[bytes] & 0xC0) == 0x80)) {
        if ((text[bytes++] & 0xC0) != 0x80) characters--;
    }
    return bytes;
}

static char **attempt(const char *text, int start, int end) {
    (void)text;
    *editor.attempted_over = 1;
    char *line = editor.takes_characters ? strdup(*editor.buffer) : strndup(*editor.buffer, *editor.end);
    if (!completer || !line) {
        free(line);
        return NULL;
    }
    if (editor.takes_characters) {
        start = offset(line, start);
        end = offset(line, end);
    }
    char **words = completer(line, start, end);
    free(line);
    if (!words || !words[0]) {
        free(words);
        return NULL;
    }
    size_t count = 0;
    while (words[count]) count++;
    // The first entry is the common prefix of all words. A single word is its own prefix.
    size_t common = strlen(words[0]);
    for (size_t i = 1; i < count; i++) {
        size_t same = 0;
        while (same < common && words[i][same] == words[0][same]) same++;
        common = same;
    }
    // Never ends in the middle of a character.
    while (common > 0 && (words[0][common] & 0xC0) == 0x80) common--;
    char **matches = calloc(count + 2, sizeof(char *));
    if (!matches) return NULL;
    matches[0] = strndup(words[0], common);
    if (count > 1) {
        memcpy(matches + 1, words, count * sizeof(char *));
        *editor.append_character = 0;
    } else {
        *editor.append_character = common > 0 && strchr("/=", words[0][common - 1]) ? 0 : ' ';
        free(words[0]);
    }
    free(words);
    return matches;
}

static int next_byte(void) {
    unsigned char byte;
    while (1) {
        ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count == 1) return byte;
        if (count == 0 || errno != EINTR) return EOF;
    }
}

/// Waits for a key and meanwhile handles requests of other threads for the terminal. The library calls this function
/// whenever it waits, so a search through the history does not delay such requests either.
static int next_key(FILE *unused) {
    (void)unused;
    struct pollfd inputs[] = {{STDIN_FILENO, POLLIN, 0}, {wake, POLLIN, 0}};
    while (1) {
        if (poll(inputs, 2, -1) < 0 && errno != EINTR) return EOF;
        if (inputs[1].revents && waker()) {
            is_interrupted = 1;
            return EOF;
        }
        if (inputs[0].revents) break;
    }
    int byte = next_byte();
    // If the terminal is closed, libedit would call this function again and again.
    if (byte == EOF) is_ended = 1;
    if (!editor.takes_characters || byte < 0xC0) return byte;
    int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    int character = byte & (0x3F >> more);
    for (int i = 0; i < more; i++) {
        int next = next_byte();
        if (next == EOF) return EOF;
        character = character << 6 | (next & 0x3F);
    }
    return character;
}

static int find(void *library) {
    struct {
        const char *name;
        void *target;
        int is_optional;
    } symbols[] = {
        {"rl_callback_handler_install", &editor.install, 0},
        {"rl_callback_handler_remove", &editor.remove, 0},
        {"rl_callback_read_char", &editor.read_char, 0},
        {"rl_forced_update_display", &editor.forced_update, 0},
        {"rl_resize_terminal", &editor.resize, 1},
        {"rl_prep_terminal", &editor.prepare, 1},
        {"add_history", &editor.add_history, 0},
        {"stifle_history", &editor.stifle_history, 0},
        {"using_history", &editor.using_history, 0},
        {"rl_point", &editor.point, 0},
        {"rl_end", &editor.end, 0},
        {"rl_line_buffer", &editor.buffer, 0},
        {"rl_attempted_completion_function", &editor.attempted, 0},
        {"rl_attempted_completion_over", &editor.attempted_over, 0},
        {"rl_completion_append_character", &editor.append_character, 0},
        {"rl_completer_word_break_characters", &editor.word_breaks, 1},
        {"rl_completer_quote_characters", &editor.quotes, 1},
        {"rl_getc_function", &editor.getc, 0},
        {"rl_catch_signals", &editor.catch_signals, 1},
        {"rl_catch_sigwinch", &editor.catch_winch, 1},
        {"rl_readline_name", &editor.name, 1},
    };
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(library, symbols[i].name);
        if (!symbol && !symbols[i].is_optional) return 0;
        memcpy(symbols[i].target, &symbol, sizeof symbol);
    }
    editor.takes_characters = dlsym(library, "el_init") != NULL;
    return 1;
}

const char *line_editor_open(void) {
    if (loaded) return loaded;
    static const char *const names[] = {
        "libedit.so.2", "libedit.so.0", "libedit.so", "libedit.3.dylib", "libedit.dylib",
        "libreadline.so.8", "libreadline.so.7", "libreadline.so",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names && !loaded; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (!library) continue;
        if (find(library)) loaded = names[i];
        else dlclose(library);
    }
    if (!loaded) return NULL;
    // The libraries split text into characters by the locale. Prompts are always UTF-8.
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    if (editor.name) *editor.name = "video-repl";
    if (editor.catch_signals) *editor.catch_signals = 0;
    if (editor.catch_winch) *editor.catch_winch = 0;
    if (editor.word_breaks) *editor.word_breaks = " \t\n=";
    // The completer handles quotes itself, because it receives the whole line.
    if (editor.quotes) *editor.quotes = "";
    *editor.attempted = attempt;
    *editor.getc = next_key;
    editor.using_history();
    editor.stifle_history(1000);
    is_found = tcgetattr(STDIN_FILENO, &found) == 0;
    return loaded;
}

static void restore(void) { if (is_found) tcsetattr(STDIN_FILENO, TCSANOW, &found); }

/// Makes keys available one by one and turns off echo.
static void hush(void) {
    if (!is_found) return;
    struct termios quiet = found;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    // On some systems, two control characters share the places of these values.
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
}

void line_editor_lend(void) {
    pthread_mutex_lock(&changing);
    restore();
    pthread_mutex_unlock(&changing);
}

void line_editor_rest(void) {
    pthread_mutex_lock(&changing);
    hush();
    pthread_mutex_unlock(&changing);
}

void line_editor_leave(void) {
    pthread_mutex_lock(&changing);
    restore();
}

void line_editor_set_completer(line_editor_completer function) { completer = function; }

int line_editor_read(const char *prompt, int wake_descriptor, line_editor_waker on_wake, char **line) {
    wake = wake_descriptor;
    waker = on_wake;
    is_done = is_interrupted = is_ended = 0;
    finished = NULL;
    *line = NULL;
    if (!isatty(STDIN_FILENO)) return LINE_EDITOR_END;
    is_reading = 1;
    pthread_mutex_lock(&changing);
    // The library later restores the settings that it finds now.
    restore();
    editor.install(prompt, handle_line);
    pthread_mutex_unlock(&changing);
    // A closed terminal ends the input. libedit would otherwise request its settings again and again.
    while (!is_done && !is_interrupted && !is_ended) {
        editor.read_char();
        if (!isatty(STDIN_FILENO)) is_ended = 1;
    }
    if (is_reading) editor.remove();
    is_reading = 0;
    line_editor_rest();
    if (is_interrupted) {
        free(finished);
        return LINE_EDITOR_INTERRUPTED;
    }
    *line = finished;
    return finished ? LINE_EDITOR_LINE : LINE_EDITOR_END;
}

char *line_editor_typed(void) { return is_reading && *editor.buffer ? strndup(*editor.buffer, *editor.point) : NULL; }

void line_editor_redraw(void) { if (is_reading) editor.forced_update(); }

void line_editor_resize(void) { if (is_reading && editor.resize) editor.resize(); }

void line_editor_return(void) {
    if (!is_reading) return;
    pthread_mutex_lock(&changing);
    if (editor.prepare) editor.prepare(1);
    pthread_mutex_unlock(&changing);
    editor.forced_update();
}

void line_editor_remember(const char *line) { editor.add_history(line); }
