; Protected functions and variables have one address everywhere.
; exit: 190
; modules: protected_across_modules_second.ll

@guarded = external global i32
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
declare i32 @safe()
declare ptr @address_of_safe()

define i32 @main() {
  %v = load i32, ptr @guarded
  %ok2 = icmp eq i32 %v, 70
  call void @check(i1 %ok2, i32 2)
  %r = call i32 @safe()
  %ok3 = icmp eq i32 %r, 71
  call void @check(i1 %ok3, i32 3)
  %p = call ptr @address_of_safe()
  %ok4 = icmp eq ptr %p, @safe
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 190)
  ret i32 %code
}
