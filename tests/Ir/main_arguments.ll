; main gets the words after its name.
; exit: 224
; arguments: one two-words three

@second = private constant [10 x i8] c"two-words\00"
@failed = internal global i32 0

; Keeps the number of the first check that did not hold.
define internal void @check(i1 %ok, i32 %number) noinline {
  %first = load i32, ptr @failed
  %none = icmp eq i32 %first, 0
  %bad = xor i1 %ok, true
  %note = and i1 %none, %bad
  %now = select i1 %note, i32 %number, i32 %first
  store i32 %now, ptr @failed
  ret void
}

; The expected exit code, or the number of that check.
define internal i32 @verdict(i32 %code) {
  %first = load i32, ptr @failed
  %good = icmp eq i32 %first, 0
  %result = select i1 %good, i32 %code, i32 %first
  ret i32 %result
}
declare i32 @strcmp(ptr, ptr)

define i32 @main(i32 %count, ptr %words) {
  %ok2 = icmp eq i32 %count, 4
  call void @check(i1 %ok2, i32 2)
  %p = getelementptr ptr, ptr %words, i64 2
  %w = load ptr, ptr %p
  %c = call i32 @strcmp(ptr %w, ptr @second)
  %ok3 = icmp eq i32 %c, 0
  call void @check(i1 %ok3, i32 3)
  %e = getelementptr ptr, ptr %words, i64 4
  %end = load ptr, ptr %e
  %ok4 = icmp eq ptr %end, null
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 224)
  ret i32 %code
}
