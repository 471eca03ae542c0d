; A recursion that goes back and forth between two modules, whose tables point at each other.
; exit: 176
; modules: cross_module_cycle_of_two_second.ll

@ping.table = global ptr @pong.table
@pong.table = external global ptr
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
declare i32 @pong(i32)

define i32 @ping(i32 %n) {
  %done = icmp eq i32 %n, 0
  br i1 %done, label %out, label %more
out:
  ret i32 100
more:
  %less = sub i32 %n, 1
  %r = call i32 @pong(i32 %less)
  %s = add i32 %r, 1
  ret i32 %s
}

define i32 @main() {
  %a = call i32 @ping(i32 7)
  %ok2 = icmp eq i32 %a, 63
  call void @check(i1 %ok2, i32 2)
  %p = load ptr, ptr @ping.table
  %q = load ptr, ptr %p
  %ok3 = icmp eq ptr %q, @ping.table
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 176)
  ret i32 %code
}
