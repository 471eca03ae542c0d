; Every volatile access stays, in its order.
; exit: 108

@cell = global i32 1
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
define i32 @main() {
  %a = load volatile i32, ptr @cell
  store volatile i32 10, ptr @cell
  %b = load volatile i32, ptr @cell
  store volatile i32 100, ptr @cell
  store volatile i32 1000, ptr @cell
  %c = load volatile i32, ptr @cell
  %ab = add i32 %a, %b
  %abc = add i32 %ab, %c
  %ok2 = icmp eq i32 %abc, 1011
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 108)
  ret i32 %code
}
