; Second names of a function: strong, weak, internal, and one across modules.
; exit: 192
; modules: alias_of_function_second.ll

@renamed = alias i32 (i32), ptr @original
@soft = weak alias i32 (i32), ptr @original
@inner = internal alias i32 (i32), ptr @original
@through = global ptr @inner
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
declare i32 @outside(i32)

define i32 @original(i32 %x) noinline {
  %y = add i32 %x, 11
  ret i32 %y
}

define i32 @main() {
  %a = call i32 @renamed(i32 1)
  %ok2 = icmp eq i32 %a, 12
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @soft(i32 2)
  %ok3 = icmp eq i32 %b, 13
  call void @check(i1 %ok3, i32 3)
  %f = load ptr, ptr @through
  %c = call i32 %f(i32 3)
  %ok4 = icmp eq i32 %c, 14
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @outside(i32 4)
  %ok5 = icmp eq i32 %d, 15
  call void @check(i1 %ok5, i32 5)
  %ok6 = icmp eq ptr @renamed, @original
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 192)
  ret i32 %code
}
