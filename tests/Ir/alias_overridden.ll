; A weak second name gives way to a function of another module.
; exit: 194
; modules: alias_overridden_second.ll
; lli: cannot — "available_externally alias must point to available_externally global value": it makes an invalid module of the overridden name

@hook = weak alias i32 (), ptr @usual
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
define internal i32 @usual() noinline {
  ret i32 1
}

define i32 @main() {
  %r = call i32 @hook()
  %ok2 = icmp eq i32 %r, 90
  call void @check(i1 %ok2, i32 2)
  %u = call i32 @usual()
  %ok3 = icmp eq i32 %u, 1
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 194)
  ret i32 %code
}
