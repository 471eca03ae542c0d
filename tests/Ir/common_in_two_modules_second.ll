; The larger one.

@buffer = common global [400 x i32] zeroinitializer, align 16
@number = common global i32 0, align 4

define void @fill() {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %p = getelementptr [400 x i32], ptr @buffer, i32 0, i32 %i
  %next = add i32 %i, 1
  store i32 %next, ptr %p
  %more = icmp ult i32 %next, 400
  br i1 %more, label %loop, label %done
done:
  store i32 99, ptr @number
  ret void
}
