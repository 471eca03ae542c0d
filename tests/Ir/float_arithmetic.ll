; Arithmetic of 32-bit floating point rounds to 24 bits.
; exit: 58

@a = global float 1.5
@b = global float 16777216.0
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
  %a = load float, ptr @a
  %b = load float, ptr @b
  %sum = fadd float %b, 1.0
  %ok2 = fcmp oeq float %sum, 16777216.0
  call void @check(i1 %ok2, i32 2)
  %difference = fsub float %a, 2.25
  %ok3 = fcmp oeq float %difference, -0.75
  call void @check(i1 %ok3, i32 3)
  %product = fmul float %a, %a
  %ok4 = fcmp oeq float %product, 2.25
  call void @check(i1 %ok4, i32 4)
  %quotient = fdiv float %a, 0.25
  %ok5 = fcmp oeq float %quotient, 6.0
  call void @check(i1 %ok5, i32 5)
  %minus = fneg float %a
  %ok6 = fcmp oeq float %minus, -1.5
  call void @check(i1 %ok6, i32 6)
  %third = fdiv float %a, 3.0
  %bits = bitcast float %third to i32
  %ok7 = icmp eq i32 %bits, 1056964608
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 58)
  ret i32 %code
}
