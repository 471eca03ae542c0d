; Functions in sections of their own names.
; exit: 166
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
define i32 @hot(i32 %x) noinline section ".text.hot.mine" {
  %y = add i32 %x, 1
  ret i32 %y
}

define i32 @strange(i32 %x) noinline section "strange_code" align 64 {
  %y = mul i32 %x, 5
  ret i32 %y
}

define i32 @main() {
  %a = call i32 @hot(i32 1)
  %ok2 = icmp eq i32 %a, 2
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @strange(i32 3)
  %ok3 = icmp eq i32 %b, 15
  call void @check(i1 %ok3, i32 3)
  %address = ptrtoint ptr @strange to i64
  %low = and i64 %address, 63
  %ok4 = icmp eq i64 %low, 0
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 166)
  ret i32 %code
}
