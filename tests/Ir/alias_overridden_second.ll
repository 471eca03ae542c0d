; The other function.

define i32 @hook() {
  ret i32 90
}
