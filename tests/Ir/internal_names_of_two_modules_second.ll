; The same names.

@number = internal global i32 6

define internal i32 @own() noinline {
  %v = load volatile i32, ptr @number
  ret i32 %v
}

define i32 @other() {
  %v = call i32 @own()
  ret i32 %v
}
