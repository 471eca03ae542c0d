; The definitions.

@constant = constant i32 7

define i32 @seven(i32 %x) noinline {
  %y = add i32 %x, 7
  ret i32 %y
}
