; exit: 226
; exit is called far below main; what was written before comes out.
; output: almost

@text = private constant [8 x i8] c"almost\0A\00"

declare i32 @printf(ptr, ...)
declare void @exit(i32) noreturn

define i32 @down(i32 %n) noinline {
  %last = icmp eq i32 %n, 0
  br i1 %last, label %end, label %more
end:
  %r = call i32 (ptr, ...) @printf(ptr @text)
  call void @exit(i32 226)
  unreachable
more:
  %less = sub i32 %n, 1
  %s = call i32 @down(i32 %less)
  %t = add i32 %s, 1
  ret i32 %t
}

define i32 @main() {
  %r = call i32 @down(i32 50)
  ret i32 2
}
