#include "wordbook.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *start;
    size_t length;
    uint64_t count;
} entry;

struct wordbook {
    char *name;
    entry *entries; /* in the order of their first use */
    size_t length;
    size_t capacity;
    size_t *table; /* places in `entries`, plus one; 0 is free */
    size_t slots;  /* a power of two, larger than the capacity */
    wb_keep keep;
    void *user;
    wb_release release;
    char problem[64];
};

const size_t wb_slice_layout[3] = {sizeof(wb_slice), offsetof(wb_slice, start), offsetof(wb_slice, length)};

static atomic_size_t blocks;

size_t wb_blocks(void) { return blocks; }

/* A block that was allocated just now, or NULL. */
static void *counted(void *block) {
    if (block) blocks++;
    return block;
}

static void discard(void *block) {
    if (block) blocks--;
    free(block);
}

/* Static, because an exported function may be replaced by the linker, and so is not always inlined. */
static uint8_t fold(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte; }

uint8_t wb_fold(uint8_t byte) { return fold(byte); }

void wb_fold_all(uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) bytes[i] = fold(bytes[i]);
}

wordbook *wb_open(const char *name, size_t capacity) {
    size_t slots = 8;
    while (slots <= capacity && slots <= SIZE_MAX / 4) slots *= 2;
    wordbook *book = counted(calloc(1, sizeof *book));
    if (!book) return NULL;
    size_t size = strlen(name) + 1;
    book->name = counted(malloc(size));
    book->entries = counted(calloc(capacity + 1, sizeof *book->entries));
    book->table = counted(calloc(slots, sizeof *book->table));
    if (!book->name || !book->entries || !book->table || slots <= capacity) {
        wb_close(book);
        return NULL;
    }
    memcpy(book->name, name, size);
    book->capacity = capacity;
    book->slots = slots;
    return book;
}

void wb_close(wordbook *book) {
    if (!book) return;
    if (book->release) book->release(book->user);
    for (size_t i = 0; i < book->length; i++) discard(book->entries[i].start);
    discard(book->table);
    discard(book->entries);
    discard(book->name);
    discard(book);
}

const char *wb_name(const wordbook *book) { return book->name; }

const char *wb_problem(const wordbook *book) { return book->problem; }

/* The slot of the word, or the free one where it belongs: there is always a free one. */
static size_t slot_of(const wordbook *book, wb_slice word) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < word.length; i++) hash = (hash ^ (uint8_t)word.start[i]) * 1099511628211u;
    for (size_t slot = (size_t)hash & (book->slots - 1);; slot = (slot + 1) & (book->slots - 1)) {
        size_t place = book->table[slot];
        if (place == 0) return slot;
        const entry *found = &book->entries[place - 1];
        if (found->length == word.length && memcmp(found->start, word.start, word.length) == 0) return slot;
    }
}

static int add_word(wordbook *book, wb_slice text) {
    char *copy = counted(malloc(text.length));
    if (!copy) return WB_NO_MEMORY;
    memcpy(copy, text.start, text.length);
    wb_fold_all((uint8_t *)copy, text.length);
    wb_slice word = {copy, text.length};
    if (book->keep && !book->keep(book->user, word)) {
        discard(copy);
        return WB_OK;
    }
    size_t slot = slot_of(book, word);
    if (book->table[slot] != 0) {
        book->entries[book->table[slot] - 1].count++;
        discard(copy);
        return WB_OK;
    }
    if (book->length == book->capacity) {
        snprintf(book->problem, sizeof book->problem, "there is room for %zu words", book->capacity);
        discard(copy);
        return WB_FULL;
    }
    book->entries[book->length++] = (entry){copy, text.length, 1};
    book->table[slot] = book->length;
    return WB_OK;
}

static bool in_word(char c) {
    uint8_t byte = fold((uint8_t)c);
    return byte >= 128 || (byte >= 'a' && byte <= 'z');
}

int wb_add(wordbook *book, wb_slice text) {
    book->problem[0] = '\0';
    const char *nul = text.length == 0 ? NULL : memchr(text.start, 0, text.length);
    if (nul) {
        snprintf(book->problem, sizeof book->problem, "byte %zu is 0", (size_t)(nul - text.start));
        return WB_BAD_TEXT;
    }
    for (size_t i = 0; i < text.length;) {
        size_t from = i;
        while (i < text.length && in_word(text.start[i])) i++;
        if (i == from) {
            i++;
            continue;
        }
        int status = add_word(book, (wb_slice){text.start + from, i - from});
        if (status == WB_NO_MEMORY) snprintf(book->problem, sizeof book->problem, "out of memory");
        if (status != WB_OK) return status;
    }
    return WB_OK;
}

uint64_t wb_count(const wordbook *book, wb_slice word) {
    size_t place = book->table[slot_of(book, word)];
    return place == 0 ? 0 : book->entries[place - 1].count;
}

void wb_counts(const wordbook *book, const wb_slice *words, size_t length, uint64_t *counts) {
    for (size_t i = 0; i < length; i++) counts[i] = wb_count(book, words[i]);
}

int wb_each(const wordbook *book, wb_visit visit, void *user) {
    for (size_t i = 0; i < book->length; i++) {
        const entry *entry = &book->entries[i];
        int result = visit(user, (wb_slice){entry->start, entry->length}, entry->count);
        if (result != 0) return result;
    }
    return 0;
}

void wb_filter(wordbook *book, wb_keep keep, void *user, wb_release release) {
    if (book->release) book->release(book->user);
    book->keep = keep;
    book->user = user;
    book->release = release;
}

char *wb_report(const wordbook *book) {
    size_t size = 1;
    for (size_t i = 0; i < book->length; i++) size += book->entries[i].length + 23;
    char *text = counted(malloc(size));
    if (!text) return NULL;
    char *end = text;
    *end = '\0';
    for (size_t i = 0; i < book->length; i++) {
        const entry *entry = &book->entries[i];
        memcpy(end, entry->start, entry->length);
        end += entry->length;
        end += snprintf(end, (size_t)(text + size - end), " %" PRIu64 "\n", entry->count);
    }
    return text;
}

void wb_text_free(char *text) { discard(text); }
