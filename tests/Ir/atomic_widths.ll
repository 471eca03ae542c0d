; Atomic operations on bytes, 16 and 64 bits, and on floating point and pointers.
; exit: 111

@byte = global i8 -6
@short = global i16 1000
@long = global i64 4294967295
@real = global double 1.5
@pointer = global ptr @byte
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
  %a = atomicrmw add ptr @byte, i8 10 seq_cst
  %ok2 = icmp eq i8 %a, -6
  call void @check(i1 %ok2, i32 2)
  %b = load i8, ptr @byte
  %ok3 = icmp eq i8 %b, 4
  call void @check(i1 %ok3, i32 3)
  %c = atomicrmw umax ptr @short, i16 -1 seq_cst
  %ok4 = icmp eq i16 %c, 1000
  call void @check(i1 %ok4, i32 4)
  %d = atomicrmw add ptr @long, i64 1 seq_cst
  %ok5 = icmp eq i64 %d, 4294967295
  call void @check(i1 %ok5, i32 5)
  %e = atomicrmw fadd ptr @real, double 2.0 seq_cst
  %ok6 = fcmp oeq double %e, 1.5
  call void @check(i1 %ok6, i32 6)
  %f = atomicrmw fmax ptr @real, double 9.0 seq_cst
  %ok7 = fcmp oeq double %f, 3.5
  call void @check(i1 %ok7, i32 7)
  %g = atomicrmw xchg ptr @pointer, ptr @long seq_cst
  %ok8 = icmp eq ptr %g, @byte
  call void @check(i1 %ok8, i32 8)
  %h = load atomic ptr, ptr @pointer acquire, align 8
  %i = load i64, ptr %h
  %ok9 = icmp eq i64 %i, 4294967296
  call void @check(i1 %ok9, i32 9)
  %code = call i32 @verdict(i32 111)
  ret i32 %code
}
