; Elements are put in and taken out at places known only at run time.
; exit: 119

@place = global i32 5
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
  %n = load i32, ptr @place
  %a = insertelement <8 x i16> zeroinitializer, i16 77, i32 %n
  %m = sub i32 %n, 3
  %b = insertelement <8 x i16> %a, i16 -5, i32 %m
  %x = extractelement <8 x i16> %b, i32 %n
  %ok2 = icmp eq i16 %x, 77
  call void @check(i1 %ok2, i32 2)
  %y = extractelement <8 x i16> %b, i32 2
  %ok3 = icmp eq i16 %y, -5
  call void @check(i1 %ok3, i32 3)
  %z = extractelement <8 x i16> %b, i32 4
  %ok4 = icmp eq i16 %z, 0
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 119)
  ret i32 %code
}
