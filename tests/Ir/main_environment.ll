; main's third argument is the environment, in which PATH stands.
; exit: 225
; lli: cannot — exit code 2: it passes an empty environment

@name = private constant [5 x i8] c"PATH\00"
@name.equals = private constant [6 x i8] c"PATH=\00"
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
declare i32 @strncmp(ptr, ptr, i64)
declare ptr @getenv(ptr)

define i32 @main(i32 %count, ptr %words, ptr %environment) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %look ]
  %p = getelementptr ptr, ptr %environment, i64 %i
  %line = load ptr, ptr %p
  %end = icmp eq ptr %line, null
  br i1 %end, label %none, label %look
look:
  %c = call i32 @strncmp(ptr %line, ptr @name.equals, i64 5)
  %found = icmp eq i32 %c, 0
  %next = add i64 %i, 1
  br i1 %found, label %done, label %loop
none:
  ret i32 2
done:
  %value = getelementptr i8, ptr %line, i64 5
  %v = call ptr @getenv(ptr @name)
  %ok2 = icmp eq ptr %v, %value
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 225)
  ret i32 %code
}
