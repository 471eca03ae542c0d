; Internal and private variables, one of them changed from call to call.
; exit: 161

@counter = internal global i32 100
@step = private global i32 7
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
define i32 @next() noinline {
  %c = load i32, ptr @counter
  %s = load i32, ptr @step
  %n = add i32 %c, %s
  store i32 %n, ptr @counter
  %t = add i32 %s, 1
  store i32 %t, ptr @step
  ret i32 %c
}

define i32 @main() {
  %a = call i32 @next()
  %ok2 = icmp eq i32 %a, 100
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @next()
  %ok3 = icmp eq i32 %b, 107
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @next()
  %ok4 = icmp eq i32 %c, 115
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 161)
  ret i32 %code
}
