"""What the extension promises, seen from Python. Run by `cargo xtask python`."""

import gc
import sys
import threading
import unittest
import weakref

import articles

# Long enough that nobody waits for it unless something is broken.
PATIENCE = 20.0


def archive():
    made = articles.Archive()
    made.add(1, "One thread waits")
    made.add(2, "the other thread works and works")
    return made


class Exceptions(unittest.TestCase):
    def test_an_err_is_raised_as_an_exception_of_our_own(self):
        with self.assertRaises(articles.ArticleNotFound) as caught:
            archive().words(9)
        self.assertIsInstance(caught.exception, KeyError)
        self.assertEqual(caught.exception.args, (9,))

    def test_an_exception_goes_through_rust_as_the_same_object(self):
        reason = ValueError("no opinion")

        def wanted(text):
            raise reason

        try:
            archive().select(wanted)
        except ValueError as caught:
            self.assertIs(caught, reason)
            trace = caught.__traceback__
            while trace.tb_next:
                trace = trace.tb_next
            self.assertEqual(trace.tb_frame.f_code.co_name, "wanted")
        else:
            self.fail("it was lost")

    def test_arguments_are_checked_before_rust_runs(self):
        for wrong in ("one", -1, 2**64, None):
            with self.assertRaises((TypeError, OverflowError)):
                archive().words(wrong)

    def test_a_panic_is_an_exception_that_except_exception_does_not_catch(self):
        with self.assertRaises(BaseException) as caught:
            articles.panic_for("the archive is broken")
        self.assertEqual(type(caught.exception).__name__, "PanicException")
        self.assertNotIsInstance(caught.exception, Exception)
        self.assertIn("the archive is broken", str(caught.exception))


class Ownership(unittest.TestCase):
    def test_python_drops_what_rust_has_made(self):
        before = articles.archives()
        made = archive()
        self.assertEqual(articles.archives(), before + 1)
        del made
        self.assertEqual(articles.archives(), before)

    def test_rust_keeps_pythons_object_alive_and_gives_back_the_same(self):
        class Note:
            pass

        made, note = archive(), Note()
        seen = weakref.ref(note)
        references = sys.getrefcount(note)
        made.annotate(1, note)
        self.assertEqual(sys.getrefcount(note), references + 1)
        del note
        self.assertIsNotNone(seen())
        self.assertIs(made.note(1), seen())
        del made
        self.assertIsNone(seen())

    def test_a_note_about_nothing_is_not_kept(self):
        note = object()
        references = sys.getrefcount(note)
        with self.assertRaises(articles.ArticleNotFound):
            archive().annotate(9, note)
        self.assertEqual(sys.getrefcount(note), references)

    def test_a_cycle_through_rust_is_collected(self):
        before = articles.archives()
        made = archive()
        made.annotate(1, made)
        del made
        self.assertEqual(articles.archives(), before + 1, "counting alone cannot free it")
        gc.collect()
        self.assertEqual(articles.archives(), before)

    def test_the_borrow_checker_is_at_run_time(self):
        made = archive()
        self.assertEqual(made.select(lambda text: made.words(1) == 3), [1, 2])
        with self.assertRaisesRegex(RuntimeError, "borrowed"):
            made.select(lambda text: made.add(3, text))
        with self.assertRaisesRegex(RuntimeError, "borrowed"):
            made.edit(lambda text: text * made.words(1))
        made.edit(str.upper)
        self.assertEqual(made.select(str.isupper), [1, 2])

    def test_what_is_let_go_of_may_use_the_archive_already(self):
        made, seen = archive(), []

        class Note:
            def __del__(self):
                seen.append(made.words(1))

        self.assertIsNone(made.annotate(1, Note()))
        made.annotate(1, None)
        self.assertEqual(seen, [3])


class Threads(unittest.TestCase):
    def wait_for(self, inbox, threads):
        """Starts the threads, and returns when all of them wait."""
        for thread in threads:
            thread.start()
        # This loop runs at all only because threads that wait are detached.
        while inbox.waiting < len(threads) and all(thread.is_alive() for thread in threads):
            pass

    def join(self, inbox, threads):
        """Waits for the ends of the threads, which come long before their patience does."""
        for thread in threads:
            thread.join(PATIENCE / 2)
            self.assertFalse(thread.is_alive(), "nobody has woken it")
        self.assertEqual(inbox.waiting, 0)

    def test_others_run_while_rust_waits(self):
        inbox, taken = articles.Inbox(), []
        taker = threading.Thread(target=lambda: taken.append(inbox.take(PATIENCE)))
        self.wait_for(inbox, [taker])
        inbox.put("news")
        self.join(inbox, [taker])
        self.assertEqual(taken, ["news"])

    def test_a_close_wakes_all_who_wait(self):
        inbox, closed = articles.Inbox(), []

        def take():
            try:
                inbox.take(PATIENCE)
            except articles.Closed:
                closed.append(True)

        takers = [threading.Thread(target=take) for _ in range(3)]
        self.wait_for(inbox, takers)
        inbox.close()
        self.join(inbox, takers)
        self.assertEqual(closed, [True] * 3)

    def test_an_inbox_says_when_it_is_closed_and_when_nothing_came(self):
        inbox = articles.Inbox()
        with self.assertRaises(TimeoutError):
            inbox.take(0.0)
        inbox.put("last")
        inbox.close()
        self.assertEqual(inbox.take(PATIENCE), "last")
        with self.assertRaises(articles.Closed):
            inbox.take(PATIENCE)
        with self.assertRaises(ValueError):
            inbox.take(-1.0)

    def test_an_archive_may_be_changed_while_it_is_counted(self):
        made, inbox, counted = archive(), articles.Inbox(), []
        counter = threading.Thread(target=lambda: counted.append(made.frequencies(inbox, PATIENCE)))
        self.wait_for(inbox, [counter])
        # In the middle of its work, it has neither the interpreter nor the archive.
        made.add(3, "other")
        made.edit(str.upper)
        inbox.put("Others run")
        inbox.close()
        self.join(inbox, [counter])
        expected = {"one": 1, "thread": 2, "waits": 1, "the": 1, "other": 1, "works": 2, "and": 1}
        self.assertEqual(counted, [expected | {"others": 1, "run": 1}])

    def test_a_count_gives_up_if_nothing_comes(self):
        with self.assertRaises(TimeoutError):
            archive().frequencies(articles.Inbox(), 0.0)


class Batches(unittest.TestCase):
    def test_one_call_does_what_many_do(self):
        made = archive()
        numbers = [2, 1, 2]
        self.assertEqual(made.words_of(numbers), [made.words(number) for number in numbers])
        self.assertEqual(made.words_of(numbers), [6, 3, 6])

    def test_a_batch_fails_as_a_whole(self):
        with self.assertRaises(articles.ArticleNotFound) as caught:
            archive().words_of([1, 7, 9])
        self.assertEqual(caught.exception.args, (7,))

    def test_an_edit_that_fails_has_changed_nothing(self):
        made = archive()
        with self.assertRaises(KeyError):
            made.edit(lambda text: {"One thread waits": "changed"}[text])
        self.assertEqual(made.select("changed".__eq__), [])


if __name__ == "__main__":
    unittest.main()
