//! A function for processors with a feature, called where nobody knows that this one has it.
//!
//! The function itself is safe. The call is not: on a processor without the feature its instructions mean nothing, or
//! something else. Repair: ask the processor, and say in an `unsafe` block that it was asked.

#[cfg_attr(target_arch = "x86_64", target_feature(enable = "avx2"))]
#[cfg_attr(target_arch = "aarch64", target_feature(enable = "sve2"))]
fn overlap_with_feature(left: &[u64], right: &[u64]) -> u32 {
    left.iter().zip(right).map(|(left, right)| (left & right).count_ones()).sum()
}

fn main() {
    let (ada, grace) = ([0b1011], [0b0110]);
    #[cfg(not(fixed))]
    println!("{}", overlap_with_feature(&ada, &grace)); //~ E0133
    #[cfg(all(fixed, target_arch = "x86_64"))]
    let asked = std::arch::is_x86_feature_detected!("avx2");
    #[cfg(all(fixed, target_arch = "aarch64"))]
    let asked = std::arch::is_aarch64_feature_detected!("sve2");
    #[cfg(fixed)]
    if asked {
        // SAFETY: the processor has just said that it has the feature.
        println!("{}", unsafe { overlap_with_feature(&ada, &grace) });
    }
}
