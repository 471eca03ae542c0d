; A copy for inlining is not emitted; the definition is in another module.
; exit: 188
; modules: available_externally_second.ll

@constant = available_externally constant i32 7
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
define available_externally i32 @seven(i32 %x) {
  %y = add i32 %x, 7
  ret i32 %y
}

define i32 @main() {
  %a = call i32 @seven(i32 1)
  %ok2 = icmp eq i32 %a, 8
  call void @check(i1 %ok2, i32 2)
  %c = load i32, ptr @constant
  %ok3 = icmp eq i32 %c, 7
  call void @check(i1 %ok3, i32 3)
  %p = select i1 true, ptr @seven, ptr null
  %b = call i32 %p(i32 2)
  %ok4 = icmp eq i32 %b, 9
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 188)
  ret i32 %code
}
