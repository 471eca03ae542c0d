; Has the variables, and changes one of the first module through a pointer.

@shared = global i32 12
@table = constant [3 x i16] [i16 -1, i16 -2, i16 -3]
@mine = external global i64
@to = internal global ptr @mine

define void @touch() {
  %v = load i32, ptr @shared
  %w = mul i32 %v, 2
  store i32 %w, ptr @shared
  %p = load ptr, ptr @to
  %m = load i64, ptr %p
  %n = add i64 %m, 1
  store i64 %n, ptr %p
  ret void
}
