; Divisions by constants, which compilers make of multiplications and shifts.
; exit: 46

@numbers = global [6 x i32] [i32 0, i32 1, i32 -1, i32 2147483647, i32 -2147483648, i32 1000003]
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
; Whether the division by constants agrees with those by numbers that are not known.
define i1 @agrees(i32 %x, ptr %table) noinline {
  %s3 = sdiv i32 %x, 3
  %s7 = sdiv i32 %x, -7
  %s10 = srem i32 %x, 10
  %u3 = udiv i32 %x, 3
  %u7 = udiv i32 %x, 7
  %u641 = urem i32 %x, 641
  %s8 = sdiv i32 %x, 8
  %d3 = load i32, ptr %table
  %p7 = getelementptr i32, ptr %table, i32 1
  %d7 = load i32, ptr %p7
  %p10 = getelementptr i32, ptr %table, i32 2
  %d10 = load i32, ptr %p10
  %p641 = getelementptr i32, ptr %table, i32 3
  %d641 = load i32, ptr %p641
  %p8 = getelementptr i32, ptr %table, i32 4
  %d8 = load i32, ptr %p8
  %m7 = sub i32 0, %d7
  %t3 = sdiv i32 %x, %d3
  %t7 = sdiv i32 %x, %m7
  %t10 = srem i32 %x, %d10
  %v3 = udiv i32 %x, %d3
  %v7 = udiv i32 %x, %d7
  %v641 = urem i32 %x, %d641
  %t8 = sdiv i32 %x, %d8
  %c1 = icmp eq i32 %s3, %t3
  %c2 = icmp eq i32 %s7, %t7
  %c3 = icmp eq i32 %s10, %t10
  %c4 = icmp eq i32 %u3, %v3
  %c5 = icmp eq i32 %u7, %v7
  %c6 = icmp eq i32 %u641, %v641
  %c7 = icmp eq i32 %s8, %t8
  %a1 = and i1 %c1, %c2
  %a2 = and i1 %a1, %c3
  %a3 = and i1 %a2, %c4
  %a4 = and i1 %a3, %c5
  %a5 = and i1 %a4, %c6
  %a6 = and i1 %a5, %c7
  ret i1 %a6
}

@divisors = global [5 x i32] [i32 3, i32 7, i32 10, i32 641, i32 8]
@wide = global i64 -1234567890123456789

define i32 @main() {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %p = getelementptr [6 x i32], ptr @numbers, i64 0, i64 %i
  %x = load i32, ptr %p
  %good = call i1 @agrees(i32 %x, ptr @divisors)
  %number = trunc i64 %i to i32
  %shown = add i32 %number, 20
  call void @check(i1 %good, i32 %shown)
  %next = add i64 %i, 1
  %more = icmp ult i64 %next, 6
  br i1 %more, label %loop, label %done
done:
  %w = load i64, ptr @wide
  %w10 = sdiv i64 %w, 10
  %ok2 = icmp eq i64 %w10, -123456789012345678
  call void @check(i1 %ok2, i32 2)
  %r10 = srem i64 %w, 10
  %ok3 = icmp eq i64 %r10, -9
  call void @check(i1 %ok3, i32 3)
  %uw = udiv i64 %w, 1000000007
  %ok4 = icmp eq i64 %uw, 17212176063
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 46)
  ret i32 %code
}
