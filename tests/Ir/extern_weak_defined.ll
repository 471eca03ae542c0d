; What is declared weak is found in another module and in the C library.
; exit: 187
; modules: extern_weak_defined_second.ll

@present = extern_weak global i32
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
declare extern_weak i32 @function()
declare extern_weak i64 @strlen(ptr)

define i32 @main() {
  %ok2 = icmp ne ptr @present, null
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp ne ptr @function, null
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp ne ptr @strlen, null
  call void @check(i1 %ok4, i32 4)
  %v = load i32, ptr @present
  %ok5 = icmp eq i32 %v, 31
  call void @check(i1 %ok5, i32 5)
  %f = call i32 @function()
  %ok6 = icmp eq i32 %f, 32
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 187)
  ret i32 %code
}
