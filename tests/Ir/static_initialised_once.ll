; A variable that is made at first use, under the C++ run time's guard.
; exit: 246

@guard = internal global i64 0
@value = internal global i32 0
@made = global i32 0
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
declare i32 @__cxa_guard_acquire(ptr)
declare void @__cxa_guard_release(ptr)

define i32 @get(i32 %first) noinline {
entry:
  %done = load atomic i8, ptr @guard acquire, align 8
  %ready = icmp ne i8 %done, 0
  br i1 %ready, label %have, label %ask
ask:
  %mine = call i32 @__cxa_guard_acquire(ptr @guard)
  %make = icmp ne i32 %mine, 0
  br i1 %make, label %init, label %have
init:
  store i32 %first, ptr @value
  %n = load i32, ptr @made
  %m = add i32 %n, 1
  store i32 %m, ptr @made
  call void @__cxa_guard_release(ptr @guard)
  br label %have
have:
  %v = load i32, ptr @value
  ret i32 %v
}

define i32 @main() {
  %a = call i32 @get(i32 8)
  %ok2 = icmp eq i32 %a, 8
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @get(i32 9)
  %ok3 = icmp eq i32 %b, 8
  call void @check(i1 %ok3, i32 3)
  %m = load i32, ptr @made
  %ok4 = icmp eq i32 %m, 1
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 246)
  ret i32 %code
}
