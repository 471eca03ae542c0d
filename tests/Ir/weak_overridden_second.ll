; The strong ones.

@number = global i32 10

define i32 @answer() {
  ret i32 20
}
