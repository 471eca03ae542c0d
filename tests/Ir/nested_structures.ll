; Addresses inside structures of arrays of structures.
; exit: 105

%point = type { i8, i32, [3 x i16] }
%shape = type { i64, [4 x %point], double }
@shapes = global [2 x %shape] [
  %shape { i64 1, [4 x %point] zeroinitializer, double 2.5 },
  %shape { i64 2, [4 x %point] [%point { i8 1, i32 2, [3 x i16] [i16 3, i16 4, i16 5] }, %point zeroinitializer, %point zeroinitializer, %point { i8 6, i32 7, [3 x i16] [i16 8, i16 9, i16 10] }], double 3.5 }]
@index = global i64 1
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
  %i = load i64, ptr @index
  %p = getelementptr inbounds [2 x %shape], ptr @shapes, i64 0, i64 %i, i32 1, i64 3, i32 2, i64 %i
  %v = load i16, ptr %p
  %ok2 = icmp eq i16 %v, 9
  call void @check(i1 %ok2, i32 2)
  %q = getelementptr inbounds [2 x %shape], ptr @shapes, i64 0, i64 %i, i32 2
  %d = load double, ptr %q
  %ok3 = fcmp oeq double %d, 3.5
  call void @check(i1 %ok3, i32 3)
  %start = ptrtoint ptr @shapes to i64
  %end = ptrtoint ptr %q to i64
  %distance = sub i64 %end, %start
  %ok4 = icmp eq i64 %distance, 152
  call void @check(i1 %ok4, i32 4)
  %back = getelementptr %shape, ptr %q, i64 -1
  %e = load double, ptr %back
  %ok5 = fcmp oeq double %e, 2.5
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 105)
  ret i32 %code
}
