//! A function for processors with a feature, called where nobody knows that this one has it.
//!
//! The function itself is safe. The call is not: on a processor without the feature its instructions mean nothing, or
//! something else. Repair: ask the processor, and say in an `unsafe` block that it was asked.

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn overlap_by_popcnt(left: &[u64], right: &[u64]) -> u32 {
    left.iter().zip(right).map(|(left, right)| (left & right).count_ones()).sum()
}

#[cfg(target_arch = "x86_64")]
fn main() {
    let (ada, grace) = ([0b1011], [0b0110]);
    #[cfg(not(fixed))]
    println!("{}", overlap_by_popcnt(&ada, &grace)); //~ E0133
    #[cfg(fixed)]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it has the feature.
        println!("{}", unsafe { overlap_by_popcnt(&ada, &grace) });
    }
}
