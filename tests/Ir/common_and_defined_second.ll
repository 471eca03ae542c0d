; The one with a value.

@number = global i32 17
