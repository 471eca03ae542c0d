; Handlers filed with the C++ run time are called from the last to the first after main.
; exit: 227
; output: main
; output: second
; output: first

@__dso_handle = external hidden global i8
@main.text = private constant [5 x i8] c"main\00"
@first = private constant [6 x i8] c"first\00"
@second = private constant [7 x i8] c"second\00"

declare i32 @__cxa_atexit(ptr, ptr, ptr)
declare i32 @puts(ptr)

define internal void @say(ptr %text) {
  %r = call i32 @puts(ptr %text)
  ret void
}

define i32 @main() {
  %a = call i32 @__cxa_atexit(ptr @say, ptr @first, ptr @__dso_handle)
  %b = call i32 @__cxa_atexit(ptr @say, ptr @second, ptr @__dso_handle)
  %r = call i32 @puts(ptr @main.text)
  ret i32 227
}
