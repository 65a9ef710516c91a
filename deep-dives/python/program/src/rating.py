"""How editors rate articles. The program is built with this text, and calls it."""

import articles


def rate(text):
    """From 0 to 10: long articles with long words are better."""
    words = text.split()
    if not words:
        raise ValueError("nothing to rate")
    return min(10, len(words) + sum(len(word) > 6 for word in words))


def rate_all(texts):
    """The same of many, for one call across the line."""
    return [rate(text) for text in texts]


def longest(archive, numbers):
    """Works with an archive of the program's."""
    return max(zip(archive.words_of(numbers), numbers))[1]


def missing(archive):
    """What Rust's own error looks like from here."""
    try:
        archive.words(404)
    except articles.ArticleNotFound as error:
        return f"no article {error.args[0]}"
