; Every atomic read-modify-write operation gives the old value and leaves the new one.
; exit: 110

@cell = global i32 12
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
  %a = atomicrmw add ptr @cell, i32 5 seq_cst
  %ok2 = icmp eq i32 %a, 12
  call void @check(i1 %ok2, i32 2)
  %b = atomicrmw sub ptr @cell, i32 7 acquire
  %ok3 = icmp eq i32 %b, 17
  call void @check(i1 %ok3, i32 3)
  %c = atomicrmw and ptr @cell, i32 6 release
  %ok4 = icmp eq i32 %c, 10
  call void @check(i1 %ok4, i32 4)
  %d = atomicrmw or ptr @cell, i32 9 acq_rel
  %ok5 = icmp eq i32 %d, 2
  call void @check(i1 %ok5, i32 5)
  %e = atomicrmw xor ptr @cell, i32 3 monotonic
  %ok6 = icmp eq i32 %e, 11
  call void @check(i1 %ok6, i32 6)
  %f = atomicrmw nand ptr @cell, i32 12 seq_cst
  %ok7 = icmp eq i32 %f, 8
  call void @check(i1 %ok7, i32 7)
  %g = atomicrmw max ptr @cell, i32 100 seq_cst
  %ok8 = icmp eq i32 %g, -9
  call void @check(i1 %ok8, i32 8)
  %h = atomicrmw min ptr @cell, i32 -100 seq_cst
  %ok9 = icmp eq i32 %h, 100
  call void @check(i1 %ok9, i32 9)
  %i = atomicrmw umax ptr @cell, i32 5 seq_cst
  %ok10 = icmp eq i32 %i, -100
  call void @check(i1 %ok10, i32 10)
  %j = atomicrmw umin ptr @cell, i32 5 seq_cst
  %ok11 = icmp eq i32 %j, -100
  call void @check(i1 %ok11, i32 11)
  %k = atomicrmw xchg ptr @cell, i32 77 seq_cst
  %ok12 = icmp eq i32 %k, 5
  call void @check(i1 %ok12, i32 12)
  %l = atomicrmw uinc_wrap ptr @cell, i32 77 seq_cst
  %ok13 = icmp eq i32 %l, 77
  call void @check(i1 %ok13, i32 13)
  %m = atomicrmw udec_wrap ptr @cell, i32 50 seq_cst
  %ok14 = icmp eq i32 %m, 0
  call void @check(i1 %ok14, i32 14)
  %n = load atomic i32, ptr @cell seq_cst, align 4
  %ok15 = icmp eq i32 %n, 50
  call void @check(i1 %ok15, i32 15)
  %code = call i32 @verdict(i32 110)
  ret i32 %code
}
