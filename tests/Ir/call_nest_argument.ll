; An argument in the register for static chains.
; exit: 102
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
define i32 @inner(ptr nest %outer, i32 %x) noinline {
  %v = load i32, ptr %outer
  %s = add i32 %v, %x
  store i32 %s, ptr %outer
  ret i32 %s
}

define i32 @main() {
  %local = alloca i32
  store i32 10, ptr %local
  %a = call i32 @inner(ptr nest %local, i32 5)
  %ok2 = icmp eq i32 %a, 15
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @inner(ptr nest %local, i32 6)
  %ok3 = icmp eq i32 %b, 21
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 102)
  ret i32 %code
}
