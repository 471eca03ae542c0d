; Initialisers hold addresses of variables and functions, their own and those of the C library, with offsets.
; exit: 162

@cells = global [4 x i32] [i32 10, i32 20, i32 30, i32 40]
@third = global ptr getelementptr (i32, ptr @cells, i64 2)
@end = global ptr getelementptr (i8, ptr @cells, i64 16)
@self = global ptr @self
@function = global ptr @twice
@library = global ptr @strlen
@constant = internal constant [2 x ptr] [ptr @third, ptr getelementptr (i8, ptr @constant, i64 8)]
@number = global i64 add (i64 ptrtoint (ptr @cells to i64), i64 4)
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
declare i64 @strlen(ptr)

define i32 @twice(i32 %x) {
  %y = shl i32 %x, 1
  ret i32 %y
}

define i32 @main() {
  %p = load ptr, ptr @third
  %v = load i32, ptr %p
  %ok2 = icmp eq i32 %v, 30
  call void @check(i1 %ok2, i32 2)
  %e = load ptr, ptr @end
  %q = getelementptr i32, ptr %e, i64 -1
  %w = load i32, ptr %q
  %ok3 = icmp eq i32 %w, 40
  call void @check(i1 %ok3, i32 3)
  %s = load ptr, ptr @self
  %ok4 = icmp eq ptr %s, @self
  call void @check(i1 %ok4, i32 4)
  %f = load ptr, ptr @function
  %t = call i32 %f(i32 21)
  %ok5 = icmp eq i32 %t, 42
  call void @check(i1 %ok5, i32 5)
  %l = load ptr, ptr @library
  %ok6 = icmp eq ptr %l, @strlen
  call void @check(i1 %ok6, i32 6)
  %n = call i64 %l(ptr @failed)
  %ok7 = icmp eq i64 %n, 0
  call void @check(i1 %ok7, i32 7)
  %c = load volatile ptr, ptr @constant
  %ok8 = icmp eq ptr %c, @third
  call void @check(i1 %ok8, i32 8)
  %d = getelementptr ptr, ptr @constant, i64 1
  %r = load volatile ptr, ptr %d
  %ok9 = icmp eq ptr %r, %d
  call void @check(i1 %ok9, i32 9)
  %i = load i64, ptr @number
  %ip = inttoptr i64 %i to ptr
  %x = load i32, ptr %ip
  %ok10 = icmp eq i32 %x, 20
  call void @check(i1 %ok10, i32 10)
  %code = call i32 @verdict(i32 162)
  ret i32 %code
}
