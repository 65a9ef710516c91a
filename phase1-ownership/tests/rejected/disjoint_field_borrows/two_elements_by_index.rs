//! Indices are not compared, not even literal ones: a `&mut` to one element borrows all of them.
//!
//! Repair: a pattern shows that the elements differ. Where they are known only at run time, `get_disjoint_mut` checks
//! it.

fn merge_second_into_first(queues: &mut [Vec<String>; 2]) {
    #[cfg(not(fixed))]
    {
        let first = &mut queues[0];
        let second = &mut queues[1]; //~ E0499
        first.append(second);
    }
    #[cfg(fixed)]
    {
        let [first, second] = queues;
        first.append(second);
    }
}

fn main() {
    merge_second_into_first(&mut [vec!["proofs".into()], vec!["covers".into()]]);
}
