; The address of a function of the C library is one for both modules and for the library's own.
; exit: 197
; modules: function_address_equality_second.ll

@stored = global ptr @qsort
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
declare void @qsort(ptr, i64, i64, ptr)
declare ptr @other()

define i32 @main() {
  %p = load volatile ptr, ptr @stored
  %ok2 = icmp eq ptr %p, @qsort
  call void @check(i1 %ok2, i32 2)
  %q = call ptr @other()
  %ok3 = icmp eq ptr %q, %p
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 197)
  ret i32 %code
}
