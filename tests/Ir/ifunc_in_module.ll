; A resolver chooses the function that a name stands for.
; exit: 195
; lli: cannot — "Could not find symbol at given index": its reader of objects does not know indirect functions

@chosen = ifunc i32 (i32), ptr @resolve
@pointer = global ptr @chosen
@quick = internal constant i1 true
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
define internal i32 @slow(i32 %x) {
  %y = add i32 %x, 1
  ret i32 %y
}

define internal i32 @fast(i32 %x) {
  %y = add i32 %x, 100
  ret i32 %y
}

; What it chooses by cannot be foreseen: where the optimiser sees through a resolver, its module has the function's own address.
define internal ptr @resolve() {
  %quick = load volatile i1, ptr @quick
  %f = select i1 %quick, ptr @fast, ptr @slow
  ret ptr %f
}

define i32 @main() {
  %a = call i32 @chosen(i32 5)
  %ok2 = icmp eq i32 %a, 105
  call void @check(i1 %ok2, i32 2)
  %f = load ptr, ptr @pointer
  %b = call i32 %f(i32 6)
  %ok3 = icmp eq i32 %b, 106
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 195)
  ret i32 %code
}
