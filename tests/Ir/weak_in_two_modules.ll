; Of two weak definitions, the first counts, for both modules.
; exit: 180
; modules: weak_in_two_modules_second.ll

@number = weak global i32 4
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
declare ptr @where()

define weak i32 @answer() noinline {
  ret i32 8
}

define i32 @main() {
  %a = call i32 @answer()
  %ok2 = icmp eq i32 %a, 8
  call void @check(i1 %ok2, i32 2)
  %p = call ptr @where()
  %ok3 = icmp eq ptr %p, @number
  call void @check(i1 %ok3, i32 3)
  %v = load i32, ptr %p
  %ok4 = icmp eq i32 %v, 4
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 180)
  ret i32 %code
}
