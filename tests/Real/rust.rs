//! A Rust library for the C program rust_main.c: Vec, HashMap, String, threads, thread locals, panics caught by catch_unwind.
use std::cell::Cell;
use std::collections::HashMap;
use std::panic;
use std::sync::{Arc, Mutex};

thread_local!(static SEEN: Cell<u32> = Cell::new(5));

struct Guard<'a>(&'a Cell<u32>);
impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn deep(depth: u32, drops: &Cell<u32>) -> u32 {
    let _guard = Guard(drops);
    if depth == 0 {
        panic!("at the bottom");
    }
    deep(depth - 1, drops) + 1
}

#[no_mangle]
pub extern "C" fn rust_answer(limit: u32) -> u32 {
    let values: Vec<u32> = (0..limit).filter(|v| v % 3 == 0).map(|v| v * v).collect();
    let mut counts: HashMap<String, u32> = HashMap::new();
    for value in &values {
        *counts.entry(format!("last digit {}", value % 10)).or_insert(0) += 1;
    }
    let mut names: Vec<_> = counts.iter().collect();
    names.sort();
    for (name, count) in names {
        println!("{name}: {count}");
    }
    values.iter().sum()
}

#[no_mangle]
pub extern "C" fn rust_panics() -> u32 {
    panic::set_hook(Box::new(|info| println!("hook: {}", info.payload().downcast_ref::<&str>().unwrap_or(&"other"))));
    let drops = Cell::new(0);
    let result = panic::catch_unwind(panic::AssertUnwindSafe(|| deep(4, &drops)));
    println!("caught {} after {} drops", result.is_err(), drops.get());
    let index = panic::catch_unwind(|| {
        let empty: Vec<u32> = Vec::new();
        empty[std::env::args().count() + 10]
    });
    println!("index {}", index.is_err());
    let _ = panic::take_hook();
    drops.get()
}

#[no_mangle]
pub extern "C" fn rust_threads() -> u32 {
    let total = Arc::new(Mutex::new(0));
    let threads: Vec<_> = (1..=8)
        .map(|id| {
            let total = Arc::clone(&total);
            std::thread::spawn(move || {
                SEEN.with(|seen| seen.set(seen.get() + id));
                *total.lock().unwrap() += SEEN.with(|seen| seen.get());
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let sum = *total.lock().unwrap();
    sum + SEEN.with(|seen| seen.get())
}
