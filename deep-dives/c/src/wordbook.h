/* wordbook: counts the words of texts.
 *
 * Books share nothing with each other but an atomic count, so each may be used by a thread of its own. No book may be
 * used by two threads at the same time.
 *
 * A word is a run of ASCII letters and of bytes above 127. A text is cut at other bytes only, so the words of UTF-8 are
 * UTF-8. ASCII letters are folded to small ones.
 */
#ifndef WORDBOOK_H
#define WORDBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WB_OK = 0,
    WB_FULL = 1,      /* another word is met than there is room for; the words before it are counted */
    WB_BAD_TEXT = 2,  /* a byte of the text is 0; nothing is counted */
    WB_NO_MEMORY = 3, /* as WB_FULL */
};

typedef struct wordbook wordbook;

/* Part of a text, which need not end with a NUL. */
typedef struct {
    const char *start;
    size_t length;
} wb_slice;

/* The size of wb_slice, and the offsets of its fields, for callers in other languages. */
extern const size_t wb_slice_layout[3];

/* A small letter for an ASCII letter, and every other byte for itself. */
uint8_t wb_fold(uint8_t byte);

/* The same for all bytes in place. */
void wb_fold_all(uint8_t *bytes, size_t length);

/* A book with room for so many different words, or NULL if there is no memory. The name is copied. */
wordbook *wb_open(const char *name, size_t capacity);

/* Releases the book and the data of its filter. NULL is ignored. */
void wb_close(wordbook *book);

/* The name, until the book is closed. */
const char *wb_name(const wordbook *book);

/* Counts the words of a text. A status other than WB_OK has its text in wb_problem. */
int wb_add(wordbook *book, wb_slice text);

/* What was wrong with the last text, until the next is added or the book is closed; empty if nothing was. */
const char *wb_problem(const wordbook *book);

/* How often a word, in small letters, was met. */
uint64_t wb_count(const wordbook *book, wb_slice word);

/* The same for many words: counts[i] is of words[i]. */
void wb_counts(const wordbook *book, const wb_slice *words, size_t length, uint64_t *counts);

/* Calls `visit` for all words, in the order in which they were first met. The first result other than 0 ends it and is
 * returned. `visit` must not be NULL, must not change or close the book, and returns: it neither throws nor jumps. */
typedef int (*wb_visit)(void *user, wb_slice word, uint64_t count);
int wb_each(const wordbook *book, wb_visit visit, void *user);

/* From now on only words are counted that `keep` wants, or all, if it is NULL. The book keeps `user`, and gives it to
 * `release`, if that is not NULL, when it is closed or gets another filter. Both are called on the thread that uses the
 * book just then, must not use the book themselves, and return. */
typedef bool (*wb_keep)(void *user, wb_slice word);
typedef void (*wb_release)(void *user);
void wb_filter(wordbook *book, wb_keep keep, void *user, wb_release release);

/* All words and their counts, one a line; NULL if there is no memory. The caller gives it back to wb_text_free. */
char *wb_report(const wordbook *book);

/* NULL is ignored. */
void wb_text_free(char *text);

/* How many blocks of memory the library has allocated and not freed, in all threads. For tests: without a book and a
 * report there are none. */
size_t wb_blocks(void);

#endif
