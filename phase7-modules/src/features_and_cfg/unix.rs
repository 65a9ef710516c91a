//! Where files have modes.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

pub const PRIVATE: bool = true;

pub fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

pub fn share(path: &Path) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(0o640))
}
