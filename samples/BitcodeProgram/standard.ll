; The program's standard library: a growing list of numbers, sorting, and a way to print.

%list = type { ptr, i64, i64 }

@format = private constant [6 x i8] c"%lld \00"
@newline = private constant [1 x i8] zeroinitializer

declare ptr @realloc(ptr, i64)
declare void @free(ptr)
declare i32 @printf(ptr, ...)
declare i32 @puts(ptr)
declare i32 @fflush(ptr)
declare void @qsort(ptr, i64, i64, ptr)

define void @list_new(ptr %list) {
  store %list zeroinitializer, ptr %list
  ret void
}

define void @list_add(ptr %list, i64 %value) {
  %count.at = getelementptr %list, ptr %list, i32 0, i32 1
  %room.at = getelementptr %list, ptr %list, i32 0, i32 2
  %count = load i64, ptr %count.at
  %room = load i64, ptr %room.at
  %is.full = icmp eq i64 %count, %room
  br i1 %is.full, label %grow, label %add
grow:
  %twice = shl i64 %room, 1
  %more = add i64 %twice, 8
  %bytes = shl i64 %more, 3
  %old = load ptr, ptr %list
  %new = call ptr @realloc(ptr %old, i64 %bytes)
  store ptr %new, ptr %list
  store i64 %more, ptr %room.at
  br label %add
add:
  %values = load ptr, ptr %list
  %place = getelementptr i64, ptr %values, i64 %count
  store i64 %value, ptr %place
  %next = add i64 %count, 1
  store i64 %next, ptr %count.at
  ret void
}

define i64 @list_count(ptr %list) {
  %at = getelementptr %list, ptr %list, i32 0, i32 1
  %count = load i64, ptr %at
  ret i64 %count
}

define i64 @list_get(ptr %list, i64 %index) {
  %values = load ptr, ptr %list
  %place = getelementptr i64, ptr %values, i64 %index
  %value = load i64, ptr %place
  ret i64 %value
}

define internal i32 @compare(ptr %a, ptr %b) {
  %x = load i64, ptr %a
  %y = load i64, ptr %b
  %less = icmp slt i64 %x, %y
  %more = icmp sgt i64 %x, %y
  %m = zext i1 %more to i32
  %l = sext i1 %less to i32
  %result = add i32 %m, %l
  ret i32 %result
}

define void @list_sort(ptr %list) {
  %values = load ptr, ptr %list
  %count = call i64 @list_count(ptr %list)
  call void @qsort(ptr %values, i64 %count, i64 8, ptr @compare)
  ret void
}

define void @list_delete(ptr %list) {
  %values = load ptr, ptr %list
  call void @free(ptr %values)
  ret void
}

define void @print(i64 %value) {
  %result = call i32 (ptr, ...) @printf(ptr @format, i64 %value)
  ret void
}

define void @print_line() {
  %result = call i32 @puts(ptr @newline)
  %flushed = call i32 @fflush(ptr null)
  ret void
}
