//! `#[inline(always)]` and a target feature contradict each other: the caller may not have the feature.
//!
//! Repair: `#[inline]`. The compiler inlines the function into callers that have the feature, and into no others.

#[cfg(target_arch = "x86_64")]
#[cfg_attr(not(fixed), inline(always))] //~ "cannot use `#[inline(always)]` with `#[target_feature]`"
#[cfg_attr(fixed, inline)]
#[target_feature(enable = "popcnt")]
fn read(words: &[u64]) -> u32 {
    words.iter().map(|word| word.count_ones()).sum()
}

#[cfg(target_arch = "x86_64")]
fn main() {
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it has the feature.
        println!("{}", unsafe { read(&[0b1011]) });
    }
}
