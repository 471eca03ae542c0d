; Variables in a section of their own, found by the names that linkers give to its start and its end.
; exit: 165
; lli: cannot — exit code 2: only one of the three numbers is between the two names

@a = global i32 3, section "numbers", align 4
@b = internal global i32 5, section "numbers", align 4
@c = global i32 9, section "numbers", align 4
@llvm.used = appending global [1 x ptr] [ptr @b], section "llvm.metadata"
@__start_numbers = external hidden global i32
@__stop_numbers = external hidden global i32
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
entry:
  br label %loop
loop:
  %p = phi ptr [ @__start_numbers, %entry ], [ %next, %loop ]
  %product = phi i32 [ 1, %entry ], [ %product.next, %loop ]
  %v = load i32, ptr %p
  %product.next = mul i32 %product, %v
  %next = getelementptr i32, ptr %p, i64 1
  %more = icmp ne ptr %next, @__stop_numbers
  br i1 %more, label %loop, label %done
done:
  %ok2 = icmp eq i32 %product.next, 135
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 165)
  ret i32 %code
}
