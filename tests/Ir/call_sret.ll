; A result in memory that the caller provides.
; exit: 89

%large = type { [10 x i32], i64 }
@x = global i32 5
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
define void @fill(ptr noalias sret(%large) align 8 %out, i32 %x) noinline {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %v = mul i32 %i, %x
  %p = getelementptr %large, ptr %out, i32 0, i32 0, i32 %i
  store i32 %v, ptr %p
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 10
  br i1 %more, label %loop, label %done
done:
  %l = getelementptr %large, ptr %out, i32 0, i32 1
  store i64 -1, ptr %l
  ret void
}

define i32 @main() {
  %x = load i32, ptr @x
  %here = alloca %large, align 8
  call void @fill(ptr sret(%large) align 8 %here, i32 %x)
  %p = getelementptr %large, ptr %here, i32 0, i32 0, i32 9
  %v = load i32, ptr %p
  %ok2 = icmp eq i32 %v, 45
  call void @check(i1 %ok2, i32 2)
  %l = getelementptr %large, ptr %here, i32 0, i32 1
  %w = load i64, ptr %l
  %ok3 = icmp eq i64 %w, -1
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 89)
  ret i32 %code
}
