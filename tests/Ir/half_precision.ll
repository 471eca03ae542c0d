; Sixteen-bit floating point: loads, arithmetic, conversions. On x86-64 the conversions are functions of the compiler's run-time library.
; exit: 60

@a = global half 0xH3E00
@b = global half 0xH6800
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
define half @scale(half %x, half %y) noinline {
  %z = fmul half %x, %y
  ret half %z
}

define i32 @main() {
  %a = load half, ptr @a
  %b = load half, ptr @b
  %wide = fpext half %a to float
  %ok2 = fcmp oeq float %wide, 1.5
  call void @check(i1 %ok2, i32 2)
  %sum = fadd half %b, 0xH3C00
  %ok3 = fcmp oeq half %sum, 0xH6800
  call void @check(i1 %ok3, i32 3)
  %product = call half @scale(half %a, half %a)
  %ok4 = fcmp oeq half %product, 0xH4080
  call void @check(i1 %ok4, i32 4)
  %double = fpext half %product to double
  %ok5 = fcmp oeq double %double, 2.25
  call void @check(i1 %ok5, i32 5)
  %back = fptrunc double 1.0e6 to half
  %bits = bitcast half %back to i16
  %ok6 = icmp eq i16 %bits, 31744
  call void @check(i1 %ok6, i32 6)
  %whole = fptosi half %b to i32
  %ok7 = icmp eq i32 %whole, 2048
  call void @check(i1 %ok7, i32 7)
  %from = sitofp i32 %whole to half
  %ok8 = fcmp oeq half %from, %b
  call void @check(i1 %ok8, i32 8)
  %code = call i32 @verdict(i32 60)
  ret i32 %code
}
