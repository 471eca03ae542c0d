; Integers of 65 bits carry, shift, multiply and compare past a machine word.
; exit: 44

@big = global i65 18446744073709551615
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
define i65 @square(i65 %x) noinline {
  %y = mul i65 %x, %x
  ret i65 %y
}

define i32 @main() {
  %x = load i65, ptr @big
  %next = add i65 %x, 1
  %top = lshr i65 %next, 64
  %bit = trunc i65 %top to i32
  %ok2 = icmp eq i32 %bit, 1
  call void @check(i1 %ok2, i32 2)
  %ok3 = icmp slt i65 %next, 0
  call void @check(i1 %ok3, i32 3)
  %ok4 = icmp sgt i65 %x, 0
  call void @check(i1 %ok4, i32 4)
  %wrapped = add i65 %next, %next
  %ok5 = icmp eq i65 %wrapped, 0
  call void @check(i1 %ok5, i32 5)
  %arithmetic = ashr i65 %next, 60
  %ok6 = icmp eq i65 %arithmetic, -16
  call void @check(i1 %ok6, i32 6)
  %s = call i65 @square(i65 %x)
  %ok7 = icmp eq i65 %s, 1
  call void @check(i1 %ok7, i32 7)
  %s2 = call i65 @square(i65 6074001001)
  %ok8 = icmp eq i65 %s2, 12729898769
  call void @check(i1 %ok8, i32 8)
  %low = trunc i65 %s2 to i64
  %wide = zext i65 %x to i128
  %ok9 = icmp eq i128 %wide, 18446744073709551615
  call void @check(i1 %ok9, i32 9)
  %signed = sext i65 %next to i128
  %ok10 = icmp eq i128 %signed, -18446744073709551616
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 44)
  ret i32 %code
}
