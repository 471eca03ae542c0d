; Floating point becomes integers and back, signed and unsigned, up to 64 bits.
; exit: 64

@big = global double 1.8e19
@minus = global float -3.75
@all = global i64 -1
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
  %big = load double, ptr @big
  %minus = load float, ptr @minus
  %all = load i64, ptr @all
  %u = fptoui double %big to i64
  %ok2 = icmp eq i64 %u, -446744073709551616
  call void @check(i1 %ok2, i32 2)
  %s = fptosi float %minus to i32
  %ok3 = icmp eq i32 %s, -3
  call void @check(i1 %ok3, i32 3)
  %s8 = fptosi float %minus to i8
  %ok4 = icmp eq i8 %s8, -3
  call void @check(i1 %ok4, i32 4)
  %d = uitofp i64 %all to double
  %ok5 = fcmp oeq double %d, 0x43F0000000000000
  call void @check(i1 %ok5, i32 5)
  %f = uitofp i64 %all to float
  %ok6 = fcmp oeq float %f, 0x43F0000000000000
  call void @check(i1 %ok6, i32 6)
  %m = sitofp i64 %all to float
  %ok7 = fcmp oeq float %m, -1.0
  call void @check(i1 %ok7, i32 7)
  %low = trunc i64 %all to i32
  %u32 = uitofp i32 %low to double
  %ok8 = fcmp oeq double %u32, 4294967295.0
  call void @check(i1 %ok8, i32 8)
  %odd = lshr i64 %all, 10
  %round = sitofp i64 %odd to double
  %back = fptosi double %round to i64
  %ok9 = icmp eq i64 %back, 18014398509481984
  call void @check(i1 %ok9, i32 9)
  %bit = sitofp i1 true to double
  %ok10 = fcmp oeq double %bit, -1.0
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 64)
  ret i32 %code
}
