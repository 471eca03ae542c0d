; Constructors run before main by their priorities, whatever their order.
; exit: 168
; output: first
; output: second
; output: third
; output: fourth
; output: main

@llvm.global_ctors = appending global [4 x { i32, ptr, ptr }] [
  { i32, ptr, ptr } { i32 3000, ptr @three, ptr null },
  { i32, ptr, ptr } { i32 200, ptr @two, ptr null },
  { i32, ptr, ptr } { i32 101, ptr @one, ptr null },
  { i32, ptr, ptr } { i32 65535, ptr @four, ptr null }]
@first = private constant [6 x i8] c"first\00"
@second = private constant [7 x i8] c"second\00"
@third = private constant [6 x i8] c"third\00"
@fourth = private constant [7 x i8] c"fourth\00"
@main.text = private constant [5 x i8] c"main\00"
@order = internal global i32 0

declare i32 @puts(ptr)

define internal void @note(i32 %n, ptr %text) noinline {
  %o = load i32, ptr @order
  %o10 = mul i32 %o, 4
  %o2 = add i32 %o10, %n
  store i32 %o2, ptr @order
  %r = call i32 @puts(ptr %text)
  ret void
}

define internal void @one() {
  call void @note(i32 0, ptr @first)
  ret void
}

define internal void @two() {
  call void @note(i32 1, ptr @second)
  ret void
}

define internal void @three() {
  call void @note(i32 2, ptr @third)
  ret void
}

define internal void @four() {
  call void @note(i32 3, ptr @fourth)
  ret void
}

define i32 @main() {
  %r = call i32 @puts(ptr @main.text)
  %o = load i32, ptr @order
  %good = icmp eq i32 %o, 27
  %code = select i1 %good, i32 168, i32 2
  ret i32 %code
}
