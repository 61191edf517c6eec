//! Turns bytes into a short text that is the same on every machine and in every version, and another for other bytes.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256};

/// The fingerprint of some bytes: 64 hexadecimal digits of SHA-256.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The fingerprint of everything that can be read, which may be too large to hold.
///
/// # Errors
/// When it cannot be read.
pub fn fingerprint_of(mut source: impl Read) -> io::Result<String> {
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let length = source.read(&mut buffer)?;
        if length == 0 {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(buffer.get(..length).unwrap_or_default());
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_those_of_the_standard_however_they_are_read() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(fingerprint(b"abc"), known);
        assert_eq!(fingerprint_of(&b"abc"[..]).unwrap(), known);
        let long = vec![7; (1 << 16) + 1];
        assert_eq!(fingerprint_of(&long[..]).unwrap(), fingerprint(&long));
        assert_ne!(fingerprint(b""), fingerprint(b"\0"));
    }
}
