//! A function with a target feature is not `Fn`: whoever gets it as an argument could call it on any processor.
//!
//! So it cannot be handed to an iterator, whose methods are compiled without the feature. Repair: the whole loop gets
//! the feature. A closure inside of it has the feature of the function that it stands in, and can be inlined there.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn read(word: &u64) -> u32 {
    word.count_ones()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn read_in_all(words: &[u64]) -> u32 {
    #[cfg(not(fixed))]
    let all = words.iter().map(read).sum(); //~ E0277
    #[cfg(fixed)]
    let all = words.iter().map(|word| read(word)).sum();
    all
}

#[cfg(target_arch = "x86_64")]
fn main() {
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it has the feature.
        println!("{}", unsafe { read_in_all(&[0b1011]) });
    }
}
