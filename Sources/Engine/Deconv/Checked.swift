/// The throwing form of every operation that can fail.
///
/// Each operation is implemented here once, or in the kernels; the public functions and methods of
/// the same names are thin wrappers that stop the program on an error. Whoever runs programs that
/// it did not write calls these, and reports the error where it happened.
package enum Checked {}
