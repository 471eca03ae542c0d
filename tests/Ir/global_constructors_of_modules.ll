; Constructors of two modules run by priority across both.
; exit: 171
; modules: global_constructors_of_modules_second.ll
; lli: cannot — one module's constructors run after the other's, whatever their priorities
; output: 1 2 3 4

@llvm.global_ctors = appending global [2 x { i32, ptr, ptr }] [
  { i32, ptr, ptr } { i32 300, ptr @three, ptr null },
  { i32, ptr, ptr } { i32 110, ptr @one, ptr null }]
@numbers = global [4 x i32] zeroinitializer
@count = global i64 0
@format = private constant [13 x i8] c"%d %d %d %d\0A\00"

declare i32 @printf(ptr, ...)

define void @note(i32 %n) {
  %c = load volatile i64, ptr @count
  %p = getelementptr [4 x i32], ptr @numbers, i64 0, i64 %c
  store i32 %n, ptr %p
  %d = add i64 %c, 1
  store i64 %d, ptr @count
  ret void
}

define internal void @one() {
  call void @note(i32 1)
  ret void
}

define internal void @three() {
  call void @note(i32 3)
  ret void
}

define i32 @main() {
  %a = load i32, ptr @numbers
  %b = load i32, ptr getelementptr (i32, ptr @numbers, i64 1)
  %c = load i32, ptr getelementptr (i32, ptr @numbers, i64 2)
  %d = load i32, ptr getelementptr (i32, ptr @numbers, i64 3)
  %r = call i32 (ptr, ...) @printf(ptr @format, i32 %a, i32 %b, i32 %c, i32 %d)
  ret i32 171
}
