; B.

declare i32 @c(i32)

define i32 @b(i32 %n) {
  %less = sub i32 %n, 1
  %r = call i32 @c(i32 %less)
  %s = add i32 %r, 10
  ret i32 %s
}
