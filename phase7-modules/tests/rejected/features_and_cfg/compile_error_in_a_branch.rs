//! An error meant for 16-bit targets, and reported on every one: a macro in a branch is expanded before anybody asks
//! whether the branch can be reached.
//!
//! Repair: the condition stands on an item, which is removed together with the macro in it.

#[cfg(fixed)]
#[cfg(target_pointer_width = "16")]
compile_error!("a catalogue needs more than 64 KiB");

fn main() {
    #[cfg(not(fixed))]
    if cfg!(target_pointer_width = "16") {
        compile_error!("a catalogue needs more than 64 KiB"); //~ "more than 64 KiB"
    }
    println!("{} bytes an address", size_of::<usize>());
}
