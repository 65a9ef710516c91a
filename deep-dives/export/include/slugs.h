/* slugs: addresses for articles, each given once.
 *
 * Written from `src/lib.rs` by `UPDATE_HEADER=1 cargo test -p deep-dives-export header`.
 *
 * A registry may be used by one thread at a time, and by a different one each time. Strings end with a NUL; those that
 * go in are UTF-8, or answered with SLUGS_STATUS_BAD_TEXT. */

#ifndef SLUGS_H
#define SLUGS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * How a call ended.
 */
typedef enum {
  /**
   * All is done.
   */
  SLUGS_STATUS_OK = 0,
  /**
   * A pointer is null that must not be.
   */
  SLUGS_STATUS_NULL_POINTER = 1,
  /**
   * The text is not UTF-8.
   */
  SLUGS_STATUS_BAD_TEXT = 2,
  /**
   * Nothing of the title can stand in a slug.
   */
  SLUGS_STATUS_EMPTY = 3,
  /**
   * The buffer is too small; nothing is claimed.
   */
  SLUGS_STATUS_TOO_SMALL = 4,
  /**
   * A callback of this registry is running.
   */
  SLUGS_STATUS_BUSY = 5,
  /**
   * There is an error in this library. The registry can be freed, and nothing else.
   */
  SLUGS_STATUS_PANICKED = 6,
  /**
   * An earlier call has panicked.
   */
  SLUGS_STATUS_BROKEN = 7,
} SlugsStatus;

/**
 * The slugs that are given, and the titles that they are given to.
 */
typedef struct Slugs Slugs;

/**
 * Called with what was given to `slugs_each`, a slug and its title, both lent for the time of the call. `false` ends it.
 */
typedef bool (*SlugsVisit)(void *user, const char *slug, const char *title);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * An empty registry, owned by the caller, who gives it back to `slugs_free`.
 */
Slugs *slugs_new(void);

/**
 * Frees a registry. NULL is ignored. While a callback of the registry runs, it is SLUGS_STATUS_BUSY and not freed.
 *
 * # Safety
 * `slugs` is NULL or comes from `slugs_new`, and is not used any more unless this was SLUGS_STATUS_BUSY.
 */
SlugsStatus slugs_free(Slugs *slugs);

/**
 * Gives a slug to a title and writes it to `slug`, with a NUL at its end.
 *
 * `needed` may be NULL. Otherwise it is set to the size of the slug with its NUL, also if that was too much: so a first
 * call with a size of 0 asks, and a second one claims. `slug` may be the buffer that `title` is in.
 *
 * # Safety
 * `slugs` is NULL or not yet freed, `title` is NULL or ends with a NUL, `slug` has room for `size` bytes, `needed` is NULL
 * or a place for a size. What the registry has lent is none of these places.
 */
SlugsStatus slugs_claim(Slugs *slugs,
                        const char *title,
                        char *slug,
                        size_t size,
                        size_t *needed);

/**
 * The title that a slug was given to, or NULL. It is lent until the registry is freed.
 *
 * # Safety
 * `slugs` is NULL or not yet freed, `slug` is NULL or ends with a NUL.
 */
const char *slugs_title(const Slugs *slugs, const char *slug);

/**
 * Calls `visit` for all slugs, in the order of the alphabet. Meanwhile the registry is read only: `slugs_claim` and
 * `slugs_free` are SLUGS_STATUS_BUSY.
 *
 * # Safety
 * `slugs` is NULL or not yet freed. `visit` can be called with `user`, and returns: it neither throws nor jumps.
 */
SlugsStatus slugs_each(const Slugs *slugs,
                       SlugsVisit visit,
                       void *user);

/**
 * The words for a status, also for a number that is none. They are never freed.
 */
const char *slugs_status_text(int status);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* SLUGS_H */
