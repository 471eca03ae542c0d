; Variables of large and of small alignment side by side.
; exit: 173

@a = global i8 1, align 1
@b = global i32 2, align 256
@c = global i8 3, align 1
@d = global i64 4, align 1024
@e = internal constant i8 5, align 512
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
define i32 @main() {
  %b = ptrtoint ptr @b to i64
  %b.low = and i64 %b, 255
  %ok2 = icmp eq i64 %b.low, 0
  call void @check(i1 %ok2, i32 2)
  %d = ptrtoint ptr @d to i64
  %d.low = and i64 %d, 1023
  %ok3 = icmp eq i64 %d.low, 0
  call void @check(i1 %ok3, i32 3)
  %e = ptrtoint ptr @e to i64
  %e.low = and i64 %e, 511
  %ok4 = icmp eq i64 %e.low, 0
  call void @check(i1 %ok4, i32 4)
  %x = load volatile i8, ptr @c
  %ok5 = icmp eq i8 %x, 3
  call void @check(i1 %ok5, i32 5)
  %y = load volatile i64, ptr @d
  %ok6 = icmp eq i64 %y, 4
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 173)
  ret i32 %code
}
