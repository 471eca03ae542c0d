; A handler of the module's takes a signal that the program sends to itself.
; exit: 228

@got = global i32 0
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
declare ptr @signal(i32, ptr)
declare i32 @raise(i32)

define void @handle(i32 %number) {
  store volatile i32 %number, ptr @got
  ret void
}

define i32 @main() {
  %old = call ptr @signal(i32 10, ptr @handle)
  %r = call i32 @raise(i32 10)
  %n = load volatile i32, ptr @got
  %ok2 = icmp eq i32 %n, 10
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 228)
  ret i32 %code
}
