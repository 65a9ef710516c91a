/* A program that claims slugs. Its output is compared with what `tests/it/ffi.rs` expects.
 *
 * With the argument `leak` it forgets to free the registry, and with `late` it frees it too early: both for tools that
 * look for such mistakes. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slugs.h"

/* What a callback is to know: C's closures are a function and a pointer. */
typedef struct {
    Slugs *slugs;
    int visits;
    SlugsStatus meanwhile;
} tally;

static bool count_and_claim(void *user, const char *slug, const char *title) {
    tally *seen = user;
    seen->visits++;
    seen->meanwhile = slugs_claim(seen->slugs, "Written while reading", NULL, 0, NULL);
    printf("  %s <- %s\n", slug, title);
    return strcmp(slug, "on-borrowing-2") != 0;
}

static void claim(Slugs *slugs, const char *title) {
    size_t size = 0;
    SlugsStatus status = slugs_claim(slugs, title, NULL, 0, &size);
    if (status != SLUGS_STATUS_TOO_SMALL) {
        printf("refused: %s\n", slugs_status_text(status));
        return;
    }
    char *slug = malloc(size);
    if (!slug) abort();
    status = slugs_claim(slugs, title, slug, size, NULL);
    printf("%s, %zu bytes: %s\n", slug, size, slugs_status_text(status));
    free(slug);
}

int main(int argc, char **argv) {
    const char *mistake = argc > 1 ? argv[1] : "";
    Slugs *slugs = slugs_new();
    claim(slugs, "On Borrowing");
    claim(slugs, "On borrowing!");
    claim(slugs, "Zebras");
    claim(slugs, "???");
    claim(slugs, "\xff");
    claim(slugs, NULL);

    tally seen = {slugs, 0, SLUGS_STATUS_OK};
    slugs_each(slugs, count_and_claim, &seen);
    printf("%d visits, and meanwhile: %s\n", seen.visits, slugs_status_text(seen.meanwhile));

    const char *title = slugs_title(slugs, "zebras");
    if (strcmp(mistake, "late") == 0) slugs_free(slugs);
    printf("lent: %s\n", title);
    printf("a status of the future: %s\n", slugs_status_text(99));
    if (strcmp(mistake, "") == 0) slugs_free(slugs);
    /* So that a tool that looks for leaks finds no address of it on the stack. */
    seen.slugs = slugs = NULL;
    title = NULL;
    return 0;
}
