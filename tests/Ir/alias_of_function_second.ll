; Calls the first module's function by its second name.

declare i32 @renamed(i32)

define i32 @outside(i32 %x) {
  %r = call i32 @renamed(i32 %x)
  ret i32 %r
}
