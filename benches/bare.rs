//! Counts the records of a CSV file and the bytes of their cells with the csv crate alone: the yardstick of every ratio.

use std::io;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("give a CSV file")?;
    let file = std::fs::File::open(path)?;
    // The same buffer as `retain` reads with.
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(256 << 10).flexible(true).from_reader(file);
    let mut record = csv::ByteRecord::new();
    let (mut records, mut bytes) = (0_u64, 0_u64);
    while reader.read_byte_record(&mut record)? {
        records += 1;
        bytes += record.as_slice().len() as u64;
    }
    use io::Write;
    writeln!(io::stdout(), "{records} records, {bytes} bytes")?;
    Ok(())
}
