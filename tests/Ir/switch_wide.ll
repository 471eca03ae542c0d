; Switches over 64-bit numbers and over bytes.
; exit: 80
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
define i32 @word(i64 %x) noinline {
  switch i64 %x, label %other [
    i64 4294967296, label %a
    i64 4294967297, label %b
    i64 4294967298, label %c
    i64 4294967299, label %d
    i64 4294967300, label %a
  ]
a:
  ret i32 1
b:
  ret i32 2
c:
  ret i32 3
d:
  ret i32 4
other:
  ret i32 5
}

define i32 @byte(i8 %x) noinline {
  switch i8 %x, label %other [
    i8 65, label %vowel
    i8 69, label %vowel
    i8 73, label %vowel
    i8 79, label %vowel
    i8 85, label %vowel
    i8 -1, label %last
  ]
vowel:
  ret i32 6
last:
  ret i32 7
other:
  ret i32 8
}

define i32 @main() {
  %a = call i32 @word(i64 4294967300)
  %ok2 = icmp eq i32 %a, 1
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @word(i64 4294967298)
  %ok3 = icmp eq i32 %b, 3
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @word(i64 2)
  %ok4 = icmp eq i32 %c, 5
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @byte(i8 79)
  %ok5 = icmp eq i32 %d, 6
  call void @check(i1 %ok5, i32 5)
  %e = call i32 @byte(i8 255)
  %ok6 = icmp eq i32 %e, 7
  call void @check(i1 %ok6, i32 6)
  %f = call i32 @byte(i8 66)
  %ok7 = icmp eq i32 %f, 8
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 80)
  ret i32 %code
}
