; Destructors run after main, the highest priority first.
; exit: 169
; lli: cannot — it runs them from the lowest priority to the highest
; output: main
; output: fourth
; output: third
; output: second
; output: first

@llvm.global_dtors = appending global [4 x { i32, ptr, ptr }] [
  { i32, ptr, ptr } { i32 3000, ptr @three, ptr null },
  { i32, ptr, ptr } { i32 200, ptr @two, ptr null },
  { i32, ptr, ptr } { i32 101, ptr @one, ptr null },
  { i32, ptr, ptr } { i32 65535, ptr @four, ptr null }]
@first = private constant [6 x i8] c"first\00"
@second = private constant [7 x i8] c"second\00"
@third = private constant [6 x i8] c"third\00"
@fourth = private constant [7 x i8] c"fourth\00"
@main.text = private constant [5 x i8] c"main\00"

declare i32 @puts(ptr)

define internal void @one() {
  %r = call i32 @puts(ptr @first)
  ret void
}

define internal void @two() {
  %r = call i32 @puts(ptr @second)
  ret void
}

define internal void @three() {
  %r = call i32 @puts(ptr @third)
  ret void
}

define internal void @four() {
  %r = call i32 @puts(ptr @fourth)
  ret void
}

define i32 @main() {
  %r = call i32 @puts(ptr @main.text)
  ret i32 169
}
