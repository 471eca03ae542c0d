; Second names of a variable and of places inside it.
; exit: 193
; modules: alias_of_data_second.ll
; lli: cannot — "symbol third extends past the end of its containing block": the object gives the second name the size of the whole variable

@cells = global [4 x i32] [i32 1, i32 2, i32 3, i32 4]
@whole = alias [4 x i32], ptr @cells
@third = alias i32, getelementptr ([4 x i32], ptr @cells, i64 0, i64 2)
@fourth = hidden alias i32, getelementptr (i8, ptr @third, i64 4)
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
declare void @double_third()

define i32 @main() {
  %v = load i32, ptr @third
  %ok2 = icmp eq i32 %v, 3
  call void @check(i1 %ok2, i32 2)
  call void @double_third()
  %p = getelementptr [4 x i32], ptr @cells, i64 0, i64 2
  %w = load i32, ptr %p
  %ok3 = icmp eq i32 %w, 6
  call void @check(i1 %ok3, i32 3)
  %x = load i32, ptr @fourth
  %ok4 = icmp eq i32 %x, 4
  call void @check(i1 %ok4, i32 4)
  %ok5 = icmp eq ptr @whole, @cells
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 193)
  ret i32 %code
}
