; C.

declare i32 @a(i32)

define i32 @c(i32 %n) {
  %less = sub i32 %n, 1
  %r = call i32 @a(i32 %less)
  %s = add i32 %r, 100
  ret i32 %s
}
