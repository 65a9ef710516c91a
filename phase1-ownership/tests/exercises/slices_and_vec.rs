//! # An audiobook's samples
//!
//! The recording of an audiobook arrives as bytes: the mark `TALE`, the number of samples as two bytes, and then the
//! samples, two bytes each, all of them little-endian. It is checked, searched for sounds, and cut.
//!
//! Complete the five functions. There is no need for an index in any of them, and so no index can be out of bounds: the
//! standard library's methods of slices know where the ends are.
//!
//! How loud a sample is, is its distance from zero, `i16::unsigned_abs`. (`abs` has no answer for `i16::MIN`.)

/// The samples of a file; `None` if its mark is another one, or if it has more or fewer bytes than it should.
pub fn parse(file: &[u8]) -> Option<Vec<i16>> {
    // solution:begin
    // hint: `split_first_chunk` cuts an array off a slice. Its length can be inferred, from a byte string pattern too.
    // hint: `as_chunks::<2>` leaves the samples as arrays, and the bytes that are too few for one.
    // hint: `let (b"TALE", rest) = … else { return None };` and `let (samples, []) = … else { return None };`
    let (b"TALE", rest) = file.split_first_chunk()? else { return None };
    let (count, rest) = rest.split_first_chunk()?;
    let (samples, []) = rest.as_chunks() else { return None };
    let complete = samples.len() == usize::from(u16::from_le_bytes(*count));
    complete.then(|| samples.iter().map(|sample| i16::from_le_bytes(*sample)).collect())
    // solution:end
}

/// Where the peaks are: the samples that are louder than the one before and the one after them. The first and the last
/// sample have only one neighbour and are no peaks.
pub fn peaks(samples: &[i16]) -> Vec<usize> {
    // solution:begin
    // hint: `array_windows` yields each sample with its neighbours as an array, which a closure can take apart.
    // hint: The window that is numbered 0 has the sample 1 in its middle.
    let windows = (1..).zip(samples.array_windows());
    let peaks = windows.filter(|(_, [before, sample, after])| {
        sample.unsigned_abs() > before.unsigned_abs().max(after.unsigned_abs())
    });
    peaks.map(|(index, _)| index).collect()
    // solution:end
}

/// The stretches of samples louder than `quiet`, each as long as it can be. They are views of the recording, and none
/// is empty.
pub fn passages(samples: &[i16], quiet: u16) -> Vec<&[i16]> {
    // solution:begin
    // hint: `split` cuts at every sample for which its closure returns true, and leaves that sample out.
    // hint: Between two quiet neighbours there is an empty slice.
    let stretches = samples.split(|sample| sample.unsigned_abs() <= quiet);
    stretches.filter(|passage| !passage.is_empty()).collect()
    // solution:end
}

/// Shortens each pause, that is, each stretch of samples that are not louder than `quiet`, to its first `longest`
/// samples. The recording is changed in its own memory.
pub fn shorten_pauses(samples: &mut Vec<i16>, quiet: u16, longest: usize) {
    // solution:begin
    // hint: `retain` visits each sample once and in order, so its closure may count.
    // hint: How many quiet samples came in a row, this one included?
    let mut pause = 0;
    samples.retain(|sample| {
        pause = if sample.unsigned_abs() <= quiet { pause + 1 } else { 0 };
        pause <= longest
    });
    // solution:end
}

/// Swaps the channels of a stereo recording, in which left and right samples alternate. A recording that ends with a
/// left sample is left as it is, and the answer is `false`.
pub fn swap_channels(samples: &mut [i16]) -> bool {
    // solution:begin
    // hint: Two `&mut samples[i]` at a time are refused. Which method lends pairs that cannot overlap?
    // hint: `as_chunks_mut` returns what is left over, too, and a pattern can demand that nothing is.
    let (frames, []) = samples.as_chunks_mut() else { return false };
    for [left, right] in frames {
        std::mem::swap(left, right);
    }
    true
    // solution:end
}

#[test]
fn a_whole_file_has_its_samples() {
    assert_eq!(parse(b"TALE\x03\x00\x01\x00\xff\xff\x00\x80"), Some(vec![1, -1, i16::MIN]));
    assert_eq!(parse(b"TALE\x00\x00"), Some(vec![]));
}

#[test]
fn a_file_that_is_cut_off_or_too_long_has_none() {
    let file = b"TALE\x01\x01".iter().copied().chain([7; 514]).collect::<Vec<u8>>();
    assert_eq!(parse(&file), Some(vec![0x707; 257]));
    for length in 0..file.len() {
        assert_eq!(parse(&file[..length]), None, "the first {length} bytes");
    }
    assert_eq!(parse(&[&file[..], &[7]].concat()), None);
    assert_eq!(parse(&[&file[..], &[7, 7]].concat()), None);
}

#[test]
fn a_file_with_another_mark_has_none() {
    assert_eq!(parse(b"TAPE\x00\x00"), None);
}

#[test]
fn a_peak_is_louder_than_both_of_its_neighbours() {
    assert_eq!(peaks(&[0, 5, 1, -9, 3, 3, 0, i16::MIN, i16::MAX]), [1, 3, 7]);
}

#[test]
fn the_ends_of_a_recording_are_no_peaks() {
    assert_eq!(peaks(&[9, 1, 9]), []);
    for short in [&[][..], &[1], &[1, 2]] {
        assert_eq!(peaks(short), []);
    }
}

#[test]
fn passages_are_views_between_the_pauses() {
    let samples = [0, 40, -50, 10, 0, -10, 60, 11, 0];
    let found = passages(&samples, 10);
    assert_eq!(found, [&samples[1..3], &samples[6..8]]);
    assert!(std::ptr::eq(found[0], &samples[1..3]));
}

#[test]
fn silence_has_no_passage_and_sound_without_a_pause_has_one() {
    assert_eq!(passages(&[0, 1, -1], 1), [&[]; 0]);
    assert_eq!(passages(&[], 1), [&[]; 0]);
    assert_eq!(passages(&[5, i16::MIN], 1), [&[5, i16::MIN]]);
}

#[test]
fn pauses_are_shortened_and_sounds_are_not() {
    let mut samples = vec![0, 0, 0, 70, 0, 80, 80, 80, 1, -1, 1, 90, 0];
    let memory = samples.as_ptr();
    shorten_pauses(&mut samples, 1, 2);
    assert_eq!(samples, [0, 0, 70, 0, 80, 80, 80, 1, -1, 90, 0]);
    assert_eq!(samples.as_ptr(), memory);
    shorten_pauses(&mut samples, 1, 0);
    assert_eq!(samples, [70, 80, 80, 80, 90]);
}

#[test]
fn channels_are_swapped_frame_by_frame() {
    let mut samples = [1, -1, 2, -2];
    assert!(swap_channels(&mut samples));
    assert_eq!(samples, [-1, 1, -2, 2]);
    assert!(swap_channels(&mut []));
}

#[test]
fn half_a_frame_leaves_the_recording_as_it_is() {
    let mut samples = [1, -1, 2];
    assert!(!swap_channels(&mut samples));
    assert_eq!(samples, [1, -1, 2]);
}
