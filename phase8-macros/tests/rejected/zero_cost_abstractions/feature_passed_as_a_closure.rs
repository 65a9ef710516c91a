//! A function with a target feature is not `Fn`: whoever gets it as an argument could call it on any processor.
//!
//! Repair: a closure. Written inside of a function that has the feature, it may call what needs the feature, and it has
//! the feature itself, so that one can be inlined into the other.

fn total(words: &[u64], read: impl Fn(u64) -> u32) -> u32 {
    words.iter().map(|word| read(*word)).sum()
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
#[cfg_attr(target_arch = "aarch64", target_feature(enable = "sve2"))]
fn read(word: u64) -> u32 {
    word.count_ones()
}

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
#[cfg_attr(target_arch = "aarch64", target_feature(enable = "sve2"))]
fn read_in_all(words: &[u64]) -> u32 {
    #[cfg(not(fixed))]
    let all = total(words, read); //~ E0277
    #[cfg(fixed)]
    let all = total(words, |word| read(word));
    all
}

fn main() {
    #[cfg(target_arch = "x86_64")]
    let asked = std::arch::is_x86_feature_detected!("avx2");
    #[cfg(target_arch = "aarch64")]
    let asked = std::arch::is_aarch64_feature_detected!("sve2");
    if asked {
        // SAFETY: the processor has just said that it has the feature.
        println!("{}", unsafe { read_in_all(&[0b1011]) });
    }
}
