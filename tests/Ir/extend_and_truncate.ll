; Sign and zero extension and truncation between widths that machines have and have not.
; exit: 54

@byte = global i8 -2
@long = global i64 -81985529216486896
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
  %b = load i8, ptr @byte
  %s = sext i8 %b to i32
  %ok2 = icmp eq i32 %s, -2
  call void @check(i1 %ok2, i32 2)
  %z = zext i8 %b to i32
  %ok3 = icmp eq i32 %z, 254
  call void @check(i1 %ok3, i32 3)
  %s64 = sext i8 %b to i64
  %ok4 = icmp eq i64 %s64, -2
  call void @check(i1 %ok4, i32 4)
  %z20 = zext i8 %b to i20
  %n20 = sub i20 0, %z20
  %s20 = sext i20 %n20 to i40
  %ok5 = icmp eq i40 %s20, -254
  call void @check(i1 %ok5, i32 5)
  %l = load i64, ptr @long
  %t32 = trunc i64 %l to i32
  %ok6 = icmp eq i32 %t32, 1985229328
  call void @check(i1 %ok6, i32 6)
  %t16 = trunc i64 %l to i16
  %ok7 = icmp eq i16 %t16, 12816
  call void @check(i1 %ok7, i32 7)
  %t5 = trunc i64 %l to i5
  %ok8 = icmp eq i5 %t5, -16
  call void @check(i1 %ok8, i32 8)
  %nonneg = zext nneg i16 %t16 to i64
  %ok9 = icmp eq i64 %nonneg, 12816
  call void @check(i1 %ok9, i32 9)
  %code = call i32 @verdict(i32 54)
  ret i32 %code
}
