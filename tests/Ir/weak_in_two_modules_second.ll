; The second weak definitions.

@number = weak global i32 5

define weak i32 @answer() noinline {
  ret i32 9
}

define ptr @where() {
  ret ptr @number
}
