use std::{
    collections::HashSet,
    env,
    ffi::{CStr, c_char, c_void},
    fs, ptr,
};

use deep_dives_export::{
    Registry, Slugs, SlugsStatus, slugs_claim, slugs_each, slugs_free, slugs_new, slugs_status_text,
    slugs_title,
};

const PACKAGE: &str = env!("CARGO_MANIFEST_DIR");

/// What the library's own signatures make of the configuration.
fn generated() -> String {
    let config =
        cbindgen::Config::from_file(format!("{PACKAGE}/cbindgen.toml")).expect("it is a configuration");
    let source = format!("{PACKAGE}/src/lib.rs");
    let bindings = cbindgen::Builder::new().with_config(config).with_src(source).generate();
    let mut header = Vec::new();
    bindings.expect("the source can be parsed").write(&mut header);
    String::from_utf8(header).expect("the source is UTF-8")
}

#[test]
fn the_header_says_what_the_source_says() {
    let (path, header) = (format!("{PACKAGE}/include/slugs.h"), generated());
    if env::var_os("UPDATE_HEADER").is_some() {
        fs::write(&path, &header).expect("the header can be written");
    }
    let fresh = fs::read_to_string(&path).is_ok_and(|checked_in| checked_in == header);
    assert!(fresh, "stale: {path}\nfix: UPDATE_HEADER=1 cargo test -p deep-dives-export header");
}

/// A registry as a C program holds it, freed at the end.
struct Handle(*mut Slugs);

impl Handle {
    fn claim(&self, title: &CStr) -> Result<String, SlugsStatus> {
        let mut buffer = [0; 64];
        // SAFETY: the handle is alive, the title ends with a NUL, and the buffer has the size that is said.
        let status = unsafe {
            slugs_claim(self.0, title.as_ptr(), buffer.as_mut_ptr(), buffer.len(), ptr::null_mut())
        };
        // SAFETY: the buffer is full of NULs but for what was written to it, which ends with one.
        let slug = unsafe { CStr::from_ptr(buffer.as_ptr()) };
        if status == SlugsStatus::Ok { Ok(slug.to_str().expect("it is ASCII").into()) } else { Err(status) }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: it is the only handle, and this is its last use.
        assert_eq!(unsafe { slugs_free(self.0) }, SlugsStatus::Ok);
    }
}

#[test]
fn a_panic_becomes_a_status_and_the_registry_is_broken() {
    let rule = |c: char| {
        assert!(c != 'ß', "nobody has thought of this letter");
        c.is_alphanumeric().then_some(c)
    };
    let handle = Handle(Box::into_raw(Box::new(Slugs::new(Registry::with_rule(rule)))));
    assert_eq!(handle.claim(c"fine"), Ok("fine".into()));
    assert_eq!(handle.claim(c"Maß"), Err(SlugsStatus::Panicked));
    assert_eq!(handle.claim(c"fine again"), Err(SlugsStatus::Broken));
    // SAFETY: the handle is alive, and the slug ends with a NUL.
    assert!(unsafe { slugs_title(handle.0, c"fine".as_ptr()) }.is_null());
}

/// In a process of its own for each case: this test again, told by a variable which one it is.
#[cfg(unix)]
#[test]
fn what_panics_while_it_is_dropped_ends_the_process() {
    use std::{os::unix::process::ExitStatusExt, panic::panic_any, process::Command};

    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            panic!("not quietly");
        }
    }
    const THIS: &str = "ffi::what_panics_while_it_is_dropped_ends_the_process";
    const CHILD: &str = "FFI_CHILD";
    const SIGABRT: i32 = 6;
    let with_rule = |registry| Handle(Box::into_raw(Box::new(Slugs::new(registry))));
    match env::var(CHILD).as_deref() {
        Ok("payload") => {
            let handle = with_rule(Registry::with_rule(|_| panic_any(Loud)));
            println!("survived {:?}", handle.claim(c"Maps"));
        }
        Ok(_) => {
            let loud = Loud;
            drop(with_rule(Registry::with_rule(move |c| Some(c).filter(|_| size_of_val(&loud) == 0))));
            println!("survived");
        }
        Err(_) => {
            for case in ["payload", "rule"] {
                let mut child = Command::new(env::current_exe().expect("this program has a path"));
                child.args(["--exact", THIS, "--nocapture"]).env(CHILD, case);
                let output = child.output().expect("it can be run");
                let said = String::from_utf8_lossy(&output.stdout);
                let complained = String::from_utf8_lossy(&output.stderr);
                assert!(
                    complained.contains("not quietly") && !said.contains("survived"),
                    "{complained}{said}"
                );
                assert_eq!(output.status.signal(), Some(SIGABRT));
            }
        }
    }
}

#[test]
fn words_are_joined_by_one_dash() {
    let handle = Handle(slugs_new());
    for (title, slug) in [
        (c"A -- B", Ok("a-b")),
        (c"  Maps, and legends!", Ok("maps-and-legends")),
        (c"maps and legends", Ok("maps-and-legends-2")),
        (c"Maps and legends 2", Ok("maps-and-legends-2-2")),
        (c"- ?", Err(SlugsStatus::Empty)),
        (c"", Err(SlugsStatus::Empty)),
    ] {
        assert_eq!(handle.claim(title), slug.map(String::from));
    }
}

#[test]
fn a_nul_that_a_rule_makes_separates_words() {
    let rule = |c: char| Some(if c == '0' { '\0' } else { c });
    let handle = Handle(Box::into_raw(Box::new(Slugs::new(Registry::with_rule(rule)))));
    assert_eq!(handle.claim(c"a0b"), Ok("a-b".into()));
}

#[test]
fn a_buffer_that_is_too_small_claims_nothing() {
    let handle = Handle(slugs_new());
    for size in 0..5 {
        let (mut buffer, mut needed): ([c_char; 5], _) = ([7; 5], 0);
        // SAFETY: the handle is alive, the title ends with a NUL, and the buffer has at least the size that is said.
        let status =
            unsafe { slugs_claim(handle.0, c"Maps".as_ptr(), buffer.as_mut_ptr(), size, &raw mut needed) };
        assert_eq!((status, needed, buffer), (SlugsStatus::TooSmall, 5, [7; 5]));
    }
    assert_eq!(handle.claim(c"Maps"), Ok("maps".into()));
    assert_eq!(handle.claim(c"Maps"), Ok("maps-2".into()));
}

#[test]
fn a_slug_may_take_the_place_of_its_title() {
    let handle = Handle(slugs_new());
    let mut buffer: [c_char; 8] = [0; 8];
    for (place, byte) in buffer.iter_mut().zip(b"My Maps") {
        *place = *byte as c_char;
    }
    let text = &raw mut buffer;
    // SAFETY: the handle is alive, and the buffer has a title that ends with a NUL, and the size that is said.
    let status = unsafe { slugs_claim(handle.0, text.cast(), text.cast(), 8, ptr::null_mut()) };
    assert_eq!(status, SlugsStatus::Ok);
    // SAFETY: the slug in it ends with a NUL, and the handle is alive.
    let title = unsafe { slugs_title(handle.0, text.cast()) };
    // SAFETY: a title ends with a NUL and is lent until the registry is freed.
    assert_eq!(unsafe { CStr::from_ptr(title) }, c"My Maps");
}

#[test]
fn null_pointers_are_answered() {
    let handle = Handle(slugs_new());
    let (none, some) = (ptr::null_mut::<Slugs>(), c"maps".as_ptr());
    let mut buffer = [0; 8];
    let mut claim = |slugs, title, fits: bool| {
        let buffer = if fits { buffer.as_mut_ptr() } else { ptr::null_mut() };
        // SAFETY: null pointers are allowed, and what is not null is a live handle, a string, and a buffer.
        unsafe { slugs_claim(slugs, title, buffer, 8, ptr::null_mut()) }
    };
    assert_eq!(claim(none, some, true), SlugsStatus::NullPointer);
    assert_eq!(claim(handle.0, ptr::null(), true), SlugsStatus::NullPointer);
    assert_eq!(claim(handle.0, some, false), SlugsStatus::NullPointer);
    let each = |slugs, visit| {
        // SAFETY: null pointers are allowed, and the one callback is not reached.
        unsafe { slugs_each(slugs, visit, ptr::null_mut()) }
    };
    assert_eq!(each(none, Some(free_in_passing)), SlugsStatus::NullPointer);
    assert_eq!(each(handle.0, None), SlugsStatus::NullPointer);
    for (slugs, slug) in [(none, some), (handle.0, ptr::null())] {
        // SAFETY: null pointers are allowed, and what is not null is a live handle, and a string.
        assert!(unsafe { slugs_title(slugs, slug) }.is_null());
    }
    // SAFETY: a null pointer is allowed.
    assert_eq!(unsafe { slugs_free(none) }, SlugsStatus::Ok);
}

/// Tries to free the registry that it is called from, and ends the visits if that is refused.
unsafe extern "C" fn free_in_passing(user: *mut c_void, _: *const c_char, _: *const c_char) -> bool {
    let passed = user.cast::<(*mut Slugs, SlugsStatus)>();
    // SAFETY: the test passes such a pair, and does not use it before `slugs_each` returns.
    let passed = unsafe { &mut *passed };
    // SAFETY: the registry is alive, and this is refused.
    passed.1 = unsafe { slugs_free(passed.0) };
    false
}

#[test]
fn a_registry_cannot_be_freed_by_its_own_callback() {
    let handle = Handle(slugs_new());
    handle.claim(c"Maps").expect("the registry is empty");
    let mut passed = (handle.0, SlugsStatus::Ok);
    // SAFETY: the handle is alive, and the callback gets what it wants.
    let status = unsafe { slugs_each(handle.0, Some(free_in_passing), (&raw mut passed).cast()) };
    assert_eq!((status, passed.1), (SlugsStatus::Ok, SlugsStatus::Busy));
}

#[test]
fn a_lent_title_stays_where_it_is() {
    let handle = Handle(slugs_new());
    handle.claim(c"Maps").expect("the registry is empty");
    // SAFETY: the handle is alive, and the slug ends with a NUL.
    let title = || unsafe { slugs_title(handle.0, c"maps".as_ptr()) };
    let lent = title();
    for _ in 0..100 {
        handle.claim(c"Maps").expect("there are enough numbers");
    }
    assert_eq!(title(), lent);
    // SAFETY: a title ends with a NUL and is lent until the registry is freed.
    assert_eq!(unsafe { CStr::from_ptr(lent) }, c"Maps");
}

#[test]
fn every_status_has_its_words() {
    // SAFETY: these strings are never freed.
    let text = |status| unsafe { CStr::from_ptr(slugs_status_text(status)) };
    let all: HashSet<_> = (0..=SlugsStatus::Broken as i32).map(text).collect();
    assert_eq!(all.len(), 8);
    assert_eq!([-1, 8, i32::MAX].map(text), [c"no status of this library"; 3]);
    assert_eq!(text(SlugsStatus::Busy as i32), c"a callback is running");
}

/// What a C program makes of the archive. The options are those that all compilers but Microsoft's know.
#[cfg(unix)]
mod linked {
    use std::{
        env, fs,
        path::{Path, PathBuf},
        process::{Command, Output},
        sync::OnceLock,
    };

    use super::PACKAGE;

    /// The archive, as cargo builds it for the author of a C program, and what else must be linked with it.
    ///
    /// A directory of its own, because cargo does not put an archive for others to find when it only builds tests.
    fn archive() -> &'static (PathBuf, Vec<String>) {
        static ARCHIVE: OnceLock<(PathBuf, Vec<String>)> = OnceLock::new();
        ARCHIVE.get_or_init(|| {
            let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
            // What the outer cargo set is meant for this program.
            for (name, _) in env::vars_os() {
                let text = name.to_string_lossy();
                if (text.starts_with("CARGO_") && text != "CARGO_HOME") || text.starts_with("RUSTFLAGS") {
                    cargo.env_remove(name);
                }
            }
            cargo.current_dir(PACKAGE).env("CARGO_TERM_COLOR", "never");
            cargo.args(["rustc", "--lib", "--offline", "--locked", "--message-format=json", "--target-dir"]);
            cargo.args([env!("CARGO_TARGET_TMPDIR"), "--", "--print=native-static-libs"]);
            let output = cargo.output().expect("cargo can be run");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let messages: Vec<serde_json::Value> = String::from_utf8(output.stdout)
                .expect("cargo writes UTF-8")
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect();
            let files = messages.iter().filter_map(|message| message["filenames"].as_array()).flatten();
            let archive = files.filter_map(|file| file.as_str()).find(|file| file.ends_with(".a"));
            let notes = messages.iter().filter_map(|message| message["message"]["message"].as_str());
            let libraries = notes.filter_map(|note| note.strip_prefix("native-static-libs: ")).next();
            (
                archive.expect("a static library was asked for").into(),
                libraries.expect("they were asked for").split_whitespace().map(String::from).collect(),
            )
        })
    }

    /// Compiles `claims.c` with the machine's C compiler and links it with the archive.
    fn program(name: &str, flags: &[&str]) -> Result<PathBuf, String> {
        let compiler = cc::Build::new()
            .cargo_metadata(false)
            .target(env!("TARGET"))
            .host(env!("TARGET"))
            .opt_level(0)
            .debug(true)
            .try_get_compiler()
            .map_err(|error| error.to_string())?;
        let (archive, libraries) = archive();
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let mut command = compiler.to_command();
        command
            .args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-Iinclude", "tests/c/claims.c"])
            .args(flags);
        command.arg(archive).args(libraries).arg("-o").arg(&program).current_dir(PACKAGE);
        let output = command.output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        Ok(program)
    }

    fn run(program: &Path, argument: &[&str]) -> Output {
        let leaks = "detect_leaks=1";
        Command::new(program)
            .args(argument)
            .env("ASAN_OPTIONS", leaks)
            .output()
            .expect("it was linked just now")
    }

    const CLAIMS: &str = "\
on-borrowing, 13 bytes: all is done
on-borrowing-2, 15 bytes: all is done
zebras, 7 bytes: all is done
refused: nothing of the title can stand in a slug
refused: the text is not UTF-8
refused: a pointer is null
  on-borrowing <- On Borrowing
  on-borrowing-2 <- On borrowing!
2 visits, and meanwhile: a callback is running
lent: Zebras
a status of the future: no status of this library
";

    #[test]
    fn a_program_in_c_claims_slugs() {
        let program = program("claims", &[]).expect("the machine has a C compiler");
        let output = run(&program, &[]);
        fs::remove_file(&program).expect("it was linked just now");
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stdout), CLAIMS);
    }

    /// The sanitizer sees both sides: Rust's allocations are `malloc`'s, which it has replaced.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_address_sanitizer_of_c_sees_what_rust_has_allocated() {
        let program = match program("sanitized", &["-fsanitize=address"]) {
            Ok(program) => program,
            Err(why) => {
                assert!(why.contains("asan") || why.contains("sanitize"), "{why}");
                eprintln!("not run: the C compiler has no address sanitizer");
                return;
            }
        };
        let [right, leak, late] = [&[][..], &["leak"], &["late"]].map(|mistake| run(&program, mistake));
        fs::remove_file(&program).expect("it was linked just now");
        let report = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(right.status.success(), "{}", report(&right));
        assert_eq!(String::from_utf8_lossy(&right.stdout), CLAIMS);
        assert!(report(&leak).contains("detected memory leaks"), "{}", report(&leak));
        assert!(report(&late).contains("heap-use-after-free"), "{}", report(&late));
    }
}
