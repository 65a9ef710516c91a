//! Readers' filters as [Lua](https://www.lua.org/manual/5.4/) scripts: code of strangers, run inside of the program.
//!
//! A reader writes a script that says which articles to show. [`Filter`] runs it, through [mlua], which compiles Lua's C
//! sources into the program: nothing is installed, and a call into the script is a function call.
//!
//! ```
//! use deep_dives_lua::{Article, Filter, Limits};
//!
//! let script = "return function(article) return article.words < 2000 and article:has_tag('rust') end";
//! let filter = Filter::new("short", script, Limits::default())?;
//! let article = Article { title: "Pins".into(), words: 900, tags: vec!["rust".into()] };
//! assert!(filter.keeps(&article)?);
//! # Ok::<(), deep_dives_lua::FilterError>(())
//! ```
//!
//! To embed a language is little code; to bound it is the work. A script would get round each limit below as it says
//! beside it, if it were not for the last column:
//!
//! | limit | how a script gets round it | what holds it |
//! |---|---|---|
//! | instructions, and time | it catches the error, and goes on: `pcall` | the `pcall` that it gets is ours, and lets this error through |
//! | the same | one call into C that takes minutes: `table.move`, `("x"):find` | no library is loaded |
//! | the same | a message handler of `xpcall`, which Lua runs inside of the hook that failed, where no hook is called | it is not given |
//! | the C stack | `pcall` in `pcall`, each a call from C to Lua and back: Lua stops at 200 of them, whatever the stack has room for | ours nests only 16 deep |
//! | memory | not at all: the allocator keeps it | |
//! | files, processes | `dofile`, `load`, `require` | a script sees what is in its environment, a list of what is allowed |
//! | the interpreter itself | bytecode, which Lua does not verify | source text only |
//! | the compiler's time, which nothing counts | a long script | a limit on its length |
//!
//! The first line is the one to remember: **an error that a script can catch is no limit.** And the second: a limit on
//! instructions counts those of the virtual machine. What a function written in C does between two of them is not seen,
//! and a string's methods are reached from any string literal, whatever the environment, once that library is loaded.
//!
//! # Who owns what
//!
//! The script gets the program's own article, by reference and not as a copy. Lua has no lifetimes: a script can keep what
//! it was given. [`mlua::Lua::scope`] makes that safe. When the scope ends, what was lent is taken back, and a script
//! that kept it finds an empty shell, and gets an error. A title that it reads is a copy, made by Lua's allocator, so
//! that it counts against the limit on memory.
//!
//! # Errors cross as values
//!
//! In C, Lua raises an error by `longjmp`, which would jump over frames of Rust without dropping what is in them. mlua
//! never lets it: a Rust function that a script calls returns a `Result`, and a panic in one is caught, taken through
//! Lua as an error, and resumed in the Rust code that called the script. [`FilterError`] has the line of the script.

use std::{
    cell::Cell,
    fmt,
    rc::Rc,
    time::{Duration, Instant},
};

use mlua::{
    Function, HookTriggers, IntoLuaMulti as _, Lua, LuaOptions, MultiValue, StdLib, Table, UserData, Value,
    VmState,
    chunk::{Chunk, ChunkMode},
};
use thiserror::Error;

/// What a script may be long, in bytes: nothing else bounds the work of the compiler.
pub const LONGEST: usize = 16 << 10;

/// All of Lua's own functions that a script can call. Beside them it has our `pcall`, to which every error is a text, and
/// the methods of what it is given.
///
/// None of these takes long by itself, and none hands out a library.
const ALLOWED: [&str; 5] = ["error", "ipairs", "pairs", "tonumber", "type"];

/// How deep calls of `pcall` may nest: what fits into the stack of a small thread. Other recursion is in Lua's own stack,
/// which its allocator bounds.
const DEEPEST: u32 = 16;

/// What Lua calls every script in its messages; the `=` says to take it as it is. A name of the reader's could be cut
/// short there, or not be told from the line number behind it.
const CHUNK: &str = "=script";

/// How many instructions pass from one look at the limits to the next.
const STEP: u32 = 1000;

/// What a filter is asked about.
#[derive(Clone, Debug)]
pub struct Article {
    /// As readers see it.
    pub title: String,
    /// How long it is.
    pub words: u32,
    /// In lower case.
    pub tags: Vec<String>,
}

impl UserData for Article {
    fn add_fields<F: mlua::UserDataFields<Self>>(fields: &mut F) {
        fields.add_field_method_get("title", |lua, article| lua.create_string(&article.title));
        fields.add_field_method_get("words", |_, article| Ok(article.words));
    }

    fn add_methods<M: mlua::UserDataMethods<Self>>(methods: &mut M) {
        methods.add_method("has_tag", |_, article, tag: mlua::LuaString| {
            Ok(article.tags.iter().any(|it| tag.as_bytes() == it.as_bytes()))
        });
    }
}

/// What a script may use up, in each call anew but for the memory.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Of the virtual machine; looked at every thousand of them.
    pub instructions: u64,
    /// Looked at as often.
    pub time: Duration,
    /// Bytes, at any time, for all that the script has made and that is not collected.
    pub memory: usize,
}

impl Default for Limits {
    /// Enough for any filter that a reader would wait for.
    fn default() -> Self {
        Self { instructions: 1_000_000, time: Duration::from_millis(100), memory: 1 << 20 }
    }
}

/// A script that says of each article whether its reader wants to see it.
pub struct Filter {
    name: String,
    lua: Lua,
    decide: Function,
    limits: Limits,
    state: Rc<State>,
}

/// What a call is about to come to: shared by the filter, the hook and `pcall`.
#[derive(Default)]
struct State {
    /// Set by the hook, once.
    stopped: Cell<Option<Stopped>>,
    /// How many calls of `pcall` have begun and not ended.
    depth: Cell<u32>,
}

impl Filter {
    /// Compiles `script`, which returns a function of an article, and runs it for that function.
    ///
    /// `name` is for messages.
    ///
    /// # Errors
    /// If the script is too long, is no Lua, fails, does not keep to `limits`, or returns something else.
    pub fn new(name: &str, script: &str, limits: Limits) -> Result<Self, FilterError> {
        let faulty = |fault| FilterError { script: name.into(), line: None, fault };
        if script.len() > LONGEST {
            return Err(faulty(Fault::TooLong));
        }
        let lua = Lua::new_with(StdLib::NONE, LuaOptions::default())
            .and_then(|lua| {
                lua.set_memory_limit(lua.used_memory().saturating_add(limits.memory))?;
                Ok(lua)
            })
            .map_err(|error| FilterError::from_lua(name, &error, None))?;
        let state = Rc::new(State::default());
        let chunk = environment(&lua, &state).map(|allowed| {
            lua.load(script).set_name(CHUNK).set_mode(ChunkMode::Text).set_environment(allowed)
        });
        let decide = chunk.and_then(Chunk::into_function);
        let decide = decide.map_err(|error| FilterError::from_lua(name, &error, None))?;
        let mut filter = Self { name: name.into(), lua, decide, limits, state };
        match filter.limited(|| filter.decide.call(()))? {
            Value::Function(decide) => filter.decide = decide,
            other => return Err(faulty(Fault::Answer { wanted: "function", got: other.type_name() })),
        }
        Ok(filter)
    }

    /// Whether the reader wants to see `article`.
    ///
    /// The script remembers what it likes from call to call, except for the article itself.
    ///
    /// # Errors
    /// If the script fails, does not keep to its limits, or returns no boolean. It may be called again.
    ///
    /// # Example: what is wrong stands on a line of the script
    /// ```
    /// # use deep_dives_lua::{Article, Filter, Limits};
    /// let script = "return function(article)\n    return article.wrods < 500\nend";
    /// let filter = Filter::new("short", script, Limits::default())?;
    /// let article = Article { title: "Pins".into(), words: 900, tags: Vec::new() };
    /// let error = filter.keeps(&article).unwrap_err();
    /// assert!(error.to_string().starts_with("short:2: attempt to compare nil with number"), "{error}");
    /// # Ok::<(), deep_dives_lua::FilterError>(())
    /// ```
    pub fn keeps(&self, article: &Article) -> Result<bool, FilterError> {
        let answer = self.limited(|| {
            // Ends with the closure, and takes back what it has lent.
            self.lua.scope(|scope| {
                let lent = scope.create_userdata_ref(article)?;
                self.decide.call(lent)
            })
        })?;
        let Value::Boolean(keeps) = answer else {
            let fault = Fault::Answer { wanted: "boolean", got: answer.type_name() };
            return Err(FilterError { script: self.name.clone(), line: None, fault });
        };
        Ok(keeps)
    }

    /// Runs `call` with a new budget of instructions and time.
    fn limited(&self, call: impl FnOnce() -> mlua::Result<Value>) -> Result<Value, FilterError> {
        self.state.stopped.set(None);
        let answer = self.watch().and_then(|()| call());
        answer.map_err(|error| FilterError::from_lua(&self.name, &error, self.state.stopped.get()))
    }

    /// Has Lua look at the limits, again and again, instead of at those of the call before.
    fn watch(&self) -> mlua::Result<()> {
        let Limits { instructions, time, .. } = self.limits;
        let step = u64::from(STEP).min(instructions).max(1) as u32;
        let (start, left) = (Instant::now(), Cell::new(instructions));
        let state = Rc::clone(&self.state);
        self.lua.set_hook(HookTriggers::new().every_nth_instruction(step), move |_, at| {
            left.set(left.get().saturating_sub(u64::from(step)));
            let resource = match () {
                () if start.elapsed() > time => Resource::Time,
                () if left.get() == 0 => Resource::Instructions,
                () => return Ok(VmState::Continue),
            };
            state.stopped.set(Some(Stopped { resource, line: at.current_line() }));
            Err(mlua::Error::runtime("stopped"))
        })
    }
}

/// What scripts see instead of the globals.
fn environment(lua: &Lua, state: &Rc<State>) -> mlua::Result<Table> {
    let (globals, allowed) = (lua.globals(), lua.create_table()?);
    for name in ALLOWED {
        allowed.set(name, globals.get::<Function>(name)?)?;
    }
    let state = Rc::clone(state);
    let pcall =
        lua.create_function(move |lua, (function, arguments): (Function, MultiValue)| {
            match pcall(&state, &function, arguments)? {
                Ok(mut returned) => {
                    returned.push_front(Value::Boolean(true));
                    Ok(returned)
                }
                Err(message) => (false, message).into_lua_multi(lua),
            }
        })?;
    allowed.set("pcall", pcall)?;
    Ok(allowed)
}

/// What `function` returns, or the message of the error that it ended with.
///
/// # Errors
/// What is no error of the script's but a limit, which it cannot catch.
fn pcall(
    state: &State,
    function: &Function,
    arguments: MultiValue,
) -> mlua::Result<Result<MultiValue, String>> {
    if state.depth.get() == DEEPEST {
        return Ok(Err(format!("pcall: nested deeper than {DEEPEST}")));
    }
    state.depth.update(|depth| depth + 1);
    let ended = function.call(arguments);
    state.depth.update(|depth| depth - 1);
    match ended {
        Ok(returned) => Ok(Ok(returned)),
        Err(error) if state.stopped.get().is_some() => Err(error),
        Err(error) => match fault(&error).0 {
            Fault::OutOf(_) => Err(error),
            Fault::Failed(message) => Ok(Err(message)),
            other => unreachable!("a function that runs is compiled, and returns what it likes: {other:?}"),
        },
    }
}

/// Why the hook has stopped a script, and where.
#[derive(Clone, Copy)]
struct Stopped {
    resource: Resource,
    line: Option<usize>,
}

/// What is wrong with a script.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub struct FilterError {
    /// The name that the filter was given.
    pub script: String,
    /// Where that is known.
    pub line: Option<usize>,
    /// What it is.
    pub fault: Fault,
}

/// The kinds of what can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It is no Lua, or it is bytecode; in Lua's words.
    Syntax(String),
    /// It ended with an error; in Lua's words, or in the script's.
    Failed(String),
    /// It was stopped.
    OutOf(Resource),
    /// It returned something else than it should.
    Answer {
        /// The type that was asked for.
        wanted: &'static str,
        /// The type that came.
        got: &'static str,
    },
}

/// What a script can run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// [`Limits::instructions`].
    Instructions,
    /// [`Limits::time`].
    Time,
    /// [`Limits::memory`].
    Memory,
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: ", self.script)?,
            None => write!(f, "{}: ", self.script)?,
        }
        match &self.fault {
            Fault::TooLong => write!(f, "longer than {LONGEST} bytes"),
            Fault::Syntax(message) | Fault::Failed(message) => f.write_str(message),
            Fault::OutOf(Resource::Instructions) => f.write_str("stopped: too many instructions"),
            Fault::OutOf(Resource::Time) => f.write_str("stopped: too slow"),
            Fault::OutOf(Resource::Memory) => f.write_str("stopped: too much memory"),
            Fault::Answer { wanted, got } => write!(f, "returned a value of type {got} instead of {wanted}"),
        }
    }
}

impl FilterError {
    fn from_lua(script: &str, error: &mlua::Error, stopped: Option<Stopped>) -> Self {
        let (fault, line) = match stopped {
            Some(Stopped { resource, line }) => (Fault::OutOf(resource), line),
            None => fault(error),
        };
        Self { script: script.into(), line, fault }
    }
}

/// What Lua complains of, and the line.
fn fault(error: &mlua::Error) -> (Fault, Option<usize>) {
    match error {
        mlua::Error::MemoryError(_) => (Fault::OutOf(Resource::Memory), None),
        mlua::Error::SyntaxError { message, .. } => {
            let (line, message) = located(message);
            (Fault::Syntax(message), line)
        }
        mlua::Error::RuntimeError(message) => {
            let (line, message) = located(message);
            (Fault::Failed(message), line)
        }
        // A function of ours has returned the error. The first frame of the script is the one that has called it.
        mlua::Error::CallbackError { traceback, cause } => {
            let frame = traceback.lines().find_map(|frame| located(frame.trim_start()).0);
            let (fault, line) = fault(cause);
            (fault, line.or(frame))
        }
        other => (Fault::Failed(other.to_string()), None),
    }
}

/// Takes `script:LINE:` off the beginning of a message, and the stack trace off its end.
fn located(message: &str) -> (Option<usize>, String) {
    let message = message.split_once("\nstack traceback:\n").map_or(message, |(message, _)| message);
    let place = message.strip_prefix(&CHUNK[1..]).and_then(|rest| rest.strip_prefix(':'));
    let place = place.and_then(|rest| rest.split_once(':'));
    match place.and_then(|(line, rest)| Some((line.parse().ok()?, rest))) {
        Some((line, rest)) => (Some(line), rest.strip_prefix(' ').unwrap_or(rest).into()),
        None => (None, message.into()),
    }
}
