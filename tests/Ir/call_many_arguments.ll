; More arguments than there are registers, of mixed widths.
; exit: 86

@n = global i64 3
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
define i64 @weigh(i64 %a, i8 signext %b, i64 %c, i16 zeroext %d, i64 %e, ptr %f, i32 %g, i64 %h, i8 signext %i, i64 %j, i32 %k, i16 signext %l) noinline {
  %b64 = sext i8 %b to i64
  %d64 = zext i16 %d to i64
  %f64 = load i64, ptr %f
  %g64 = sext i32 %g to i64
  %i64 = sext i8 %i to i64
  %k64 = zext i32 %k to i64
  %l64 = sext i16 %l to i64
  %h2 = mul i64 %b64, 2
  %h3 = mul i64 %c, 3
  %h4 = mul i64 %d64, 5
  %h5 = mul i64 %e, 7
  %h6 = mul i64 %f64, 11
  %h7 = mul i64 %g64, 13
  %h8 = mul i64 %h, 17
  %h9 = mul i64 %i64, 19
  %h10 = mul i64 %j, 23
  %h11 = mul i64 %k64, 29
  %h12 = mul i64 %l64, 31
  %s2 = add i64 %a, %h2
  %s3 = add i64 %s2, %h3
  %s4 = add i64 %s3, %h4
  %s5 = add i64 %s4, %h5
  %s6 = add i64 %s5, %h6
  %s7 = add i64 %s6, %h7
  %s8 = add i64 %s7, %h8
  %s9 = add i64 %s8, %h9
  %s10 = add i64 %s9, %h10
  %s11 = add i64 %s10, %h11
  %s12 = add i64 %s11, %h12
  ret i64 %s12
}

define i32 @main() {
  %n = load i64, ptr @n
  %r = call i64 @weigh(i64 %n, i8 signext -2, i64 3, i16 zeroext -1, i64 5, ptr @n, i32 -7, i64 %n, i8 signext -9, i64 10, i32 11, i16 signext -12)
  %ok2 = icmp eq i64 %r, 327717
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 86)
  ret i32 %code
}
