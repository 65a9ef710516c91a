//! A library for programs in C: addresses ("slugs") for articles, each given once.
//!
//! The signatures in this file are the source of `include/slugs.h`; a test keeps the two equal, and another compiles a
//! program in C against the header and the static library. `deep_dives::ffi` is the lesson.
//!
//! `cargo rustc -p deep-dives-export --lib -- --print=native-static-libs` builds `libdeep_dives_export.a` and says what a C
//! program has to be linked with besides: the standard library's own needs, which Rust's linker would know.
//!
//! What every function here does, because its caller is not Rust:
//!
//! - **Nothing that C passes is a reference yet.** Pointers are checked for null, and become references for the time of
//!   a call, at most.
//! - **The handle is only ever shared.** A callback can call back into the registry, and no compiler refuses it. With
//!   `&mut` that would be undefined behaviour; with a [`RefCell`] it is [`SlugsStatus::Busy`].
//! - **Enums go out, integers come in.** That an integer is one of an enum's variants only Rust promises.
//! - **No panic leaves.** It becomes [`SlugsStatus::Panicked`], and as nobody knows how far the call got, the registry
//!   answers [`SlugsStatus::Broken`] from then on. What panics while it is dropped, be it a rule in `slugs_free` or the
//!   payload of a panic that was caught, meets the edge of an `extern "C"` function, and ends the process.
//!
//! The sections on safety do not repeat what the head of the header says for all functions: no two threads may use a
//! registry at the same time.

mod registry;

pub use registry::Registry;

use std::{
    cell::{Cell, RefCell},
    ffi::{CStr, c_char, c_int, c_void},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr,
};

/// How a call ended.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlugsStatus {
    /// All is done.
    Ok = 0,
    /// A pointer is null that must not be.
    NullPointer = 1,
    /// The text is not UTF-8.
    BadText = 2,
    /// Nothing of the title can stand in a slug.
    Empty = 3,
    /// The buffer is too small; nothing is claimed.
    TooSmall = 4,
    /// A callback of this registry is running.
    Busy = 5,
    /// There is an error in this library. The registry can be freed, and nothing else.
    Panicked = 6,
    /// An earlier call has panicked.
    Broken = 7,
}

/// The slugs that are given, and the titles that they are given to.
//
// Not `repr(C)`, so the header only says that there is such a type: C can hold a pointer to it, and nothing more.
#[derive(Debug, Default)]
pub struct Slugs {
    registry: RefCell<Registry>,
    broken: Cell<bool>,
}

// The header promises that a registry may move between threads, and there the compiler of the caller checks nothing.
const _: () = {
    const fn may_be_sent<T: Send>() {}
    may_be_sent::<Slugs>()
};

impl Slugs {
    /// A handle for a registry that was made in Rust. With [`Box::into_raw`] it becomes what `slugs_new` returns.
    pub fn new(registry: Registry) -> Self {
        Self { registry: RefCell::new(registry), broken: Cell::new(false) }
    }

    /// Runs `work`, unless an earlier one has panicked, and turns whatever comes of it into a status.
    ///
    /// To assert unwind safety is right here because of `broken`: what a panic left half done, nobody sees.
    fn guard(&self, work: impl FnOnce(&RefCell<Registry>) -> Result<(), SlugsStatus>) -> SlugsStatus {
        if self.broken.get() {
            return SlugsStatus::Broken;
        }
        match catch_unwind(AssertUnwindSafe(|| work(&self.registry))) {
            Ok(Ok(())) => SlugsStatus::Ok,
            Ok(Err(status)) => status,
            Err(_) => {
                self.broken.set(true);
                SlugsStatus::Panicked
            }
        }
    }
}

/// An empty registry, owned by the caller, who gives it back to `slugs_free`.
#[unsafe(no_mangle)]
pub extern "C" fn slugs_new() -> *mut Slugs {
    Box::into_raw(Box::default())
}

/// Frees a registry. NULL is ignored. While a callback of the registry runs, it is SLUGS_STATUS_BUSY and not freed.
///
/// # Safety
/// `slugs` is NULL or comes from `slugs_new`, and is not used any more unless this was SLUGS_STATUS_BUSY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slugs_free(slugs: *mut Slugs) -> SlugsStatus {
    // SAFETY: the caller says that it is null or alive, and it is only shared.
    let Some(handle) = (unsafe { slugs.as_ref() }) else { return SlugsStatus::Ok };
    if handle.registry.try_borrow_mut().is_err() {
        return SlugsStatus::Busy;
    }
    // SAFETY: `slugs_new` made it from a box, the caller will not use it again, no callback does (all of them run during a
    // borrow), and the reference above has had its last use.
    drop(unsafe { Box::from_raw(slugs) });
    SlugsStatus::Ok
}

/// Gives a slug to a title and writes it to `slug`, with a NUL at its end.
///
/// `needed` may be NULL. Otherwise it is set to the size of the slug with its NUL, also if that was too much: so a first
/// call with a size of 0 asks, and a second one claims. `slug` may be the buffer that `title` is in.
///
/// # Safety
/// `slugs` is NULL or not yet freed, `title` is NULL or ends with a NUL, `slug` has room for `size` bytes, `needed` is NULL
/// or a place for a size. What the registry has lent is none of these places.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slugs_claim(
    slugs: *mut Slugs,
    title: *const c_char,
    slug: *mut c_char,
    size: usize,
    needed: *mut usize,
) -> SlugsStatus {
    // SAFETY: the caller says that it is null or alive, and it is only shared.
    let handle = unsafe { slugs.as_ref() };
    let (Some(handle), false) = (handle, title.is_null() || (slug.is_null() && size > 0)) else {
        return SlugsStatus::NullPointer;
    };
    // SAFETY: it is not null, so it ends with a NUL. It is copied before anything is written: a `&CStr` would promise that
    // nobody changes the title, and the buffer may be where the title is.
    let title = unsafe { CStr::from_ptr(title) }.to_owned();
    handle.guard(|registry| {
        let mut registry = registry.try_borrow_mut().map_err(|_| SlugsStatus::Busy)?;
        let candidate = registry.candidate(title.to_str().map_err(|_| SlugsStatus::BadText)?);
        let candidate = candidate.ok_or(SlugsStatus::Empty)?;
        let bytes = candidate.as_bytes_with_nul();
        if !needed.is_null() {
            // SAFETY: it is not null, so the caller lets us write a size to it.
            unsafe { needed.write(bytes.len()) };
        }
        if bytes.len() > size {
            return Err(SlugsStatus::TooSmall);
        }
        // SAFETY: the buffer has room for `size` bytes, which are enough, and what was allocated here is not in it.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), slug.cast(), bytes.len()) };
        registry.give(candidate, title);
        Ok(())
    })
}

/// The title that a slug was given to, or NULL. It is lent until the registry is freed.
///
/// # Safety
/// `slugs` is NULL or not yet freed, `slug` is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slugs_title(slugs: *const Slugs, slug: *const c_char) -> *const c_char {
    // SAFETY: the caller says that it is null or alive, and it is only shared.
    let handle = unsafe { slugs.as_ref() };
    let (Some(handle), false) = (handle, slug.is_null()) else { return ptr::null() };
    // SAFETY: it is not null, so it ends with a NUL; the reference does not outlive the call.
    let slug = unsafe { CStr::from_ptr(slug) };
    let mut title = ptr::null();
    handle.guard(|registry| {
        // A title is never changed or removed, and its owner is no `Box`: so its address outlives the borrow of the registry.
        let registry = registry.try_borrow().map_err(|_| SlugsStatus::Busy)?;
        title = registry.title(slug).map_or(ptr::null(), CStr::as_ptr);
        Ok(())
    });
    title
}

/// Called with what was given to `slugs_each`, a slug and its title, both lent for the time of the call. `false` ends it.
pub type SlugsVisit =
    Option<unsafe extern "C" fn(user: *mut c_void, slug: *const c_char, title: *const c_char) -> bool>;

/// Calls `visit` for all slugs, in the order of the alphabet. Meanwhile the registry is read only: `slugs_claim` and
/// `slugs_free` are SLUGS_STATUS_BUSY.
///
/// # Safety
/// `slugs` is NULL or not yet freed. `visit` can be called with `user`, and returns: it neither throws nor jumps.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slugs_each(
    slugs: *const Slugs,
    visit: SlugsVisit,
    user: *mut c_void,
) -> SlugsStatus {
    // SAFETY: the caller says that it is null or alive, and it is only shared.
    let handle = unsafe { slugs.as_ref() };
    let (Some(handle), Some(visit)) = (handle, visit) else { return SlugsStatus::NullPointer };
    handle.guard(|registry| {
        let registry = registry.try_borrow().map_err(|_| SlugsStatus::Busy)?;
        // SAFETY: the caller says that it can be called with `user`; both strings live in the registry, which the borrow
        // keeps as it is.
        registry.iter().all(|(slug, title)| unsafe { visit(user, slug.as_ptr(), title.as_ptr()) });
        Ok(())
    })
}

/// The words for a status, also for a number that is none. They are never freed.
#[unsafe(no_mangle)]
pub extern "C" fn slugs_status_text(status: c_int) -> *const c_char {
    const TEXTS: [&CStr; 8] = [
        c"all is done",
        c"a pointer is null",
        c"the text is not UTF-8",
        c"nothing of the title can stand in a slug",
        c"the buffer is too small",
        c"a callback is running",
        c"there is an error in the library",
        c"an earlier call has failed",
    ];
    let text = usize::try_from(status).ok().and_then(|status| TEXTS.get(status).copied());
    text.unwrap_or(c"no status of this library").as_ptr()
}
