use std::{cell::Cell, panic, rc::Rc, thread, time::Duration};

use deep_dives_lua::{Article, Fault, Filter, FilterError, LONGEST, Limits, Resource};
use mlua::{HookTriggers, Lua, VmState};

/// No wall clock decides a test, unless it is the test's own subject.
///
/// What is to be stopped would end by itself a little later, so that a limit that does not hold is a failure at once.
const LIMITS: Limits = Limits { instructions: 100_000, time: Duration::from_secs(3600), memory: 256 << 10 };

fn article() -> Article {
    Article { title: "Pins, explained".into(), words: 900, tags: vec!["rust".into(), "async".into()] }
}

/// What a filter with this body says of the article.
fn answer(body: &str) -> Result<bool, FilterError> {
    answer_within(LIMITS, body)
}

fn answer_within(limits: Limits, body: &str) -> Result<bool, FilterError> {
    let script = format!("return function(article)\n{body}\nend");
    Filter::new("late", &script, limits)?.keeps(&article())
}

#[track_caller]
fn stopped(answer: Result<bool, FilterError>, resource: Resource) -> FilterError {
    let error = answer.expect_err("it was not stopped");
    assert_eq!(error.fault, Fault::OutOf(resource), "{error}");
    error
}

#[test]
fn a_script_reads_the_article_and_decides() {
    assert_eq!(answer("return article.words < 1000 and article:has_tag('async')"), Ok(true));
    assert_eq!(answer("return article.words < 900"), Ok(false));
    assert_eq!(answer("return article:has_tag('asyn')"), Ok(false));
    assert_eq!(answer("return article.title == 'Pins, explained'"), Ok(true));
}

#[test]
fn a_script_remembers_from_call_to_call() {
    let script = "local seen = 0\nreturn function() seen = seen + 1 return seen > 2 end";
    let filter = Filter::new("third", script, LIMITS).unwrap();
    assert_eq!([1, 2, 3].map(|_| filter.keeps(&article())), [Ok(false), Ok(false), Ok(true)]);
}

#[test]
fn what_was_lent_is_taken_back_when_the_call_ends() {
    let script = "local kept\nreturn function(article)\nkept = kept or article\nreturn kept.words > 0\nend";
    let filter = Filter::new("keeper", script, LIMITS).unwrap();
    assert_eq!(filter.keeps(&article()), Ok(true));
    let error = filter.keeps(&article()).unwrap_err();
    assert!(matches!(&error.fault, Fault::Failed(why) if why.contains("destructed")), "{error}");
    assert_eq!(error.line, Some(4));
}

#[test]
fn errors_have_the_line_of_the_script() {
    #[track_caller]
    fn check(script: &str, line: Option<usize>, says: &str) {
        let answer = Filter::new("late", script, LIMITS).and_then(|filter| filter.keeps(&article()));
        let error = answer.unwrap_err();
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
    check("\n\nreturn functoin() end", Some(3), "late:3: ");
    check("local a = {}\nlocal b = a.b.c\n", Some(2), "late:2: attempt to index a nil value (field 'b')");
    check("return function()\n\nerror('no')\nend", Some(3), "late:3: no");
    check("return function(article)\nreturn article:has_tag({})\nend", Some(2), "late:2: ");
    check("return function(article)\nreturn article:tag('x')\nend", Some(2), "late:2: ");
    check("return function()\nerror(' no:\\nnot at all')\nend", Some(2), "late:2:  no:\nnot at all");
    check("return 1", None, "late: returned a value of type integer instead of function");
    check("return function() end", None, "late: returned a value of type nil instead of boolean");
}

#[test]
fn a_name_may_be_any_text() {
    for name in ["", "a:7: b", "two\nlines", "nul\0", &"long".repeat(50)] {
        let filter = Filter::new(name, "return function()\nerror('no')\nend", LIMITS).unwrap();
        let error = filter.keeps(&article()).unwrap_err();
        assert_eq!(error.to_string(), format!("{name}:2: no"));
        let syntax = Filter::new(name, "\n+", LIMITS).err().unwrap();
        assert_eq!((syntax.line, syntax.script.as_str()), (Some(2), name));
    }
}

#[test]
fn what_is_caught_is_the_whole_message() {
    for message in ["no", "two\\nlines", " "] {
        let body = format!("local ok, why = pcall(error, '{message}') return not ok and why == '{message}'");
        assert_eq!(answer(&body), Ok(true), "{message}");
    }
    assert_eq!(answer("local ok, why = pcall(error, {}) return type(why) == 'string'"), Ok(true));
    assert_eq!(
        answer("local ok, a, b = pcall(function(x) return x, 2 end, 1) return ok and a + b == 3"),
        Ok(true)
    );
}

#[test]
fn a_long_loop_is_stopped_on_its_line_and_the_next_call_has_a_new_budget() {
    let script = "local calls = 0\nreturn function()\ncalls = calls + 1\n\
                  if calls == 1 then for _ = 1, 1000000 do end end\nif calls == 3 then error('enough') end\nreturn true\nend";
    let filter = Filter::new("loop", script, LIMITS).unwrap();
    assert_eq!(stopped(filter.keeps(&article()), Resource::Instructions).line, Some(4));
    assert_eq!(filter.keeps(&article()), Ok(true));
    assert_eq!(filter.keeps(&article()).unwrap_err().fault, Fault::Failed("enough".into()));
}

#[test]
fn a_limit_cannot_be_caught() {
    let short = Limits { instructions: 5_000, ..LIMITS };
    for body in [
        "for _ = 1, 9 do pcall(function() for _ = 1, 10000 do end end) end",
        "local left = 9999\nlocal function again() left = left - 1 if left > 0 then pcall(again) return again() end end\n\
         return again()",
        "pcall(pcall, function() for _ = 1, 10000 do end end) return true",
        "for _ = 1, 10000 do pcall(error) end",
    ] {
        stopped(answer_within(short, body), Resource::Instructions);
    }
    assert_eq!(answer("return not pcall(error, 'its own errors, a script may catch')"), Ok(true));
}

#[test]
fn loading_is_limited_as_well() {
    let error = Filter::new("late", "\nfor _ = 1, 1000000 do end", LIMITS).err().unwrap();
    assert_eq!(error.to_string(), "late:2: stopped: too many instructions");
    let long = Filter::new("late", &" ".repeat(LONGEST + 1), LIMITS).err().unwrap();
    assert_eq!(long.fault, Fault::TooLong);
}

#[test]
fn the_clock_stops_a_script_as_well() {
    let no_time = Limits { time: Duration::ZERO, instructions: u64::MAX, ..LIMITS };
    let filter = Filter::new("slow", "return function() for _ = 1, 1000000 do end end", no_time).unwrap();
    stopped(filter.keeps(&article()), Resource::Time);
}

#[test]
fn memory_is_limited_and_what_was_collected_can_be_used_again() {
    let doubles = "local text = 'x' for _ = 1, 20 do text = text .. text end";
    stopped(answer(doubles), Resource::Memory);
    stopped(answer(&format!("for _ = 1, 9 do pcall(function() {doubles} end) end")), Resource::Memory);
    stopped(answer("local all = {}\nfor i = 1, 20000 do all[i] = i end"), Resource::Memory);
    let hoarder = "return function() local t = {} for i = 1, 5000 do t[i] = i end return true end";
    let filter = Filter::new("hoarder", hoarder, LIMITS).unwrap();
    for _ in 0..20 {
        assert_eq!(filter.keeps(&article()), Ok(true), "5000 numbers fit, and are collected");
    }
    assert_eq!(answer_within(Limits { memory: usize::MAX, ..LIMITS }, "return true"), Ok(true));
}

#[test]
fn recursion_without_an_end_is_an_error() {
    let error = answer("local function deeper() return 1 + deeper() end\nreturn deeper() > 0").unwrap_err();
    assert!(matches!(error.fault, Fault::Failed(_) | Fault::OutOf(_)), "{error}");
    let nested = "local function deeper() local _, why = pcall(deeper) return why end\n\
                  return deeper() == 'pcall: nested deeper than 16'";
    assert_eq!(answer(nested), Ok(true));
    // Three times what it takes without optimisation. Lua's own limit would come after the end of this stack.
    let small = thread::Builder::new().stack_size(512 << 10).spawn(move || answer(nested));
    assert_eq!(small.unwrap().join().unwrap(), Ok(true));
    assert_eq!(answer("for _ = 1, 100 do if not pcall(type, 1) then return end end\nreturn true"), Ok(true));
}

#[test]
fn nothing_but_the_allowed_functions_is_reachable() {
    for name in [
        "_G",
        "collectgarbage",
        "coroutine",
        "debug",
        "dofile",
        "getmetatable",
        "io",
        "load",
        "loadfile",
        "os",
        "package",
        "print",
        "rawset",
        "require",
        "setmetatable",
        "string",
        "table",
        "tostring",
        "xpcall",
    ] {
        assert_eq!(answer(&format!("return {name} == nil")), Ok(true), "{name}");
    }
    assert!(answer("return ('x'):find('x') == 1").is_err(), "a string has methods");
    assert!(answer("article.words = 1 return true").is_err(), "an article can be changed");
}

#[test]
fn bytecode_is_refused() {
    let lua = Lua::new();
    let bytecode = lua.load("return 1").into_function().unwrap().dump(true);
    assert!(bytecode.starts_with(b"\x1bLua"));
    let error = Filter::new("binary", "\u{1b}Lua", LIMITS).err().unwrap();
    assert!(matches!(&error.fault, Fault::Syntax(why) if why.contains("binary chunk")), "{error}");
}

/// How often a hook that is called at every instruction is called while `script` runs.
fn instructions(script: &str) -> u32 {
    let lua = Lua::new();
    let count = Rc::new(Cell::new(0));
    let counter = Rc::clone(&count);
    lua.set_hook(HookTriggers::new().every_nth_instruction(1), move |_, _| {
        counter.set(counter.get() + 1);
        Ok(VmState::Continue)
    })
    .unwrap();
    lua.load(script).exec().unwrap();
    count.get()
}

#[test]
fn what_a_library_function_does_is_not_counted() {
    assert!(instructions("for i = 1, 100000 do end") > 100_000);
    assert!(instructions("table.move({}, 1, 100000, 2)") < 20);
    assert!(instructions("local text = ('x'):rep(100000)") < 20);
}

#[test]
fn a_message_handler_runs_where_no_hook_is_called() {
    let lua = Lua::new();
    let hooked = Rc::new(Cell::new(0));
    let counter = Rc::clone(&hooked);
    lua.set_hook(HookTriggers::new().every_nth_instruction(100), move |_, _| {
        counter.set(counter.get() + 1);
        Err(mlua::Error::runtime("stopped"))
    })
    .unwrap();
    let script = "local steps = 0\n\
                  xpcall(function() while true do end end, function() while steps < 100000 do steps = steps + 1 end end)\n\
                  lua_steps = steps";
    lua.load(script).exec().unwrap();
    assert_eq!(lua.globals().get::<u32>("lua_steps").unwrap(), 100_000, "the handler was stopped");
    assert_eq!(hooked.get(), 1, "the hook that failed was the only one");
}

#[test]
fn a_panic_in_a_rust_function_goes_through_lua_to_the_rust_caller() {
    struct Dropped(Rc<Cell<bool>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let lua = Lua::new();
    let dropped = Rc::new(Cell::new(false));
    let seen = Rc::clone(&dropped);
    let rate = lua.create_function(move |_, ()| -> mlua::Result<()> {
        let _guard = Dropped(Rc::clone(&seen));
        panic::panic_any("the rating is broken")
    });
    lua.globals().set("rate", rate.unwrap()).unwrap();
    let call = panic::AssertUnwindSafe(|| lua.load("rate()").exec());
    let payload = panic::catch_unwind(call).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"the rating is broken"));
    assert!(dropped.get(), "a frame was jumped over");
}
