; Additions, subtractions and multiplications of 8 to 64 bits wrap around.
; exit: 40

@byte = global i8 200
@short = global i16 40000
@word = global i32 -2000000000
@long = global i64 9000000000000000000
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
  %b2 = add i8 %b, 100
  %ok2 = icmp eq i8 %b2, 44
  call void @check(i1 %ok2, i32 2)
  %b3 = mul i8 %b, %b
  %ok3 = icmp eq i8 %b3, 64
  call void @check(i1 %ok3, i32 3)
  %b4 = sub i8 0, %b
  %ok4 = icmp eq i8 %b4, 56
  call void @check(i1 %ok4, i32 4)
  %s = load i16, ptr @short
  %s2 = add i16 %s, %s
  %ok5 = icmp eq i16 %s2, 14464
  call void @check(i1 %ok5, i32 5)
  %s3 = mul i16 %s, 3
  %ok6 = icmp eq i16 %s3, 54464
  call void @check(i1 %ok6, i32 6)
  %w = load i32, ptr @word
  %w2 = add i32 %w, %w
  %ok7 = icmp eq i32 %w2, 294967296
  call void @check(i1 %ok7, i32 7)
  %w3 = sub i32 %w, 2000000000
  %ok8 = icmp eq i32 %w3, 294967296
  call void @check(i1 %ok8, i32 8)
  %w4 = mul i32 %w, %w
  %ok9 = icmp eq i32 %w4, -1651507200
  call void @check(i1 %ok9, i32 9)
  %l = load i64, ptr @long
  %l2 = add i64 %l, %l
  %ok10 = icmp eq i64 %l2, -446744073709551616
  call void @check(i1 %ok10, i32 10)
  %l3 = mul i64 %l, 5
  %ok11 = icmp eq i64 %l3, 8106511852580896768
  call void @check(i1 %ok11, i32 11)
  %code = call i32 @verdict(i32 40)
  ret i32 %code
}
