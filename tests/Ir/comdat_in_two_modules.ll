; A group with a function and its data is kept once.
; exit: 182
; modules: comdat_in_two_modules_second.ll

$pair = comdat any
@pair.data = weak_odr global i32 40, comdat($pair)
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
declare i32 @other()

define weak_odr i32 @pair() noinline comdat {
  %v = load i32, ptr @pair.data
  %n = add i32 %v, 1
  store i32 %n, ptr @pair.data
  ret i32 %n
}

define i32 @main() {
  %a = call i32 @pair()
  %ok2 = icmp eq i32 %a, 41
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @other()
  %ok3 = icmp eq i32 %b, 42
  call void @check(i1 %ok3, i32 3)
  %v = load i32, ptr @pair.data
  %ok4 = icmp eq i32 %v, 42
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 182)
  ret i32 %code
}
