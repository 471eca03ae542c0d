; Floating point of 128 bits, by functions of the compiler's run-time library.
; exit: 62

@one = global fp128 0xL00000000000000003FFF000000000000
@three = global double 3.0
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
define fp128 @third(fp128 %x, double %y) noinline {
  %wide = fpext double %y to fp128
  %z = fdiv fp128 %x, %wide
  ret fp128 %z
}

define i32 @main() {
  %one = load fp128, ptr @one
  %three = load double, ptr @three
  %third = call fp128 @third(fp128 %one, double %three)
  %bits = bitcast fp128 %third to i128
  %low = trunc i128 %bits to i64
  %ok2 = icmp eq i64 %low, 6148914691236517205
  call void @check(i1 %ok2, i32 2)
  %narrow = fptrunc fp128 %third to double
  %direct = fdiv double 1.0, %three
  %ok3 = fcmp oeq double %narrow, %direct
  call void @check(i1 %ok3, i32 3)
  %two = fadd fp128 %one, %one
  %four = fmul fp128 %two, %two
  %whole = fptosi fp128 %four to i32
  %ok4 = icmp eq i32 %whole, 4
  call void @check(i1 %ok4, i32 4)
  %ok5 = fcmp olt fp128 %third, %one
  call void @check(i1 %ok5, i32 5)
  %from = sitofp i64 -9007199254740993 to fp128
  %back = fptosi fp128 %from to i64
  %ok6 = icmp eq i64 %back, -9007199254740993
  call void @check(i1 %ok6, i32 6)
  %less = fsub fp128 %third, %one
  %ok7 = fcmp olt fp128 %less, 0xL00000000000000000000000000000000
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 62)
  ret i32 %code
}
