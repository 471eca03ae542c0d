; Prints the lengths of the paths of Collatz for the numbers below a limit, sorted, and returns the longest.

%list = type { ptr, i64, i64 }

declare void @list_new(ptr)
declare void @list_add(ptr, i64)
declare i64 @list_count(ptr)
declare i64 @list_get(ptr, i64)
declare void @list_sort(ptr)
declare void @list_delete(ptr)
declare void @print(i64)
declare void @print_line()
declare i32 @atoi(ptr)

define internal i64 @steps(i64 %start) {
entry:
  br label %test
test:
  %n = phi i64 [ %start, %entry ], [ %after, %step ]
  %count = phi i64 [ 0, %entry ], [ %more, %step ]
  %is.one = icmp eq i64 %n, 1
  br i1 %is.one, label %end, label %step
step:
  %bit = and i64 %n, 1
  %is.even = icmp eq i64 %bit, 0
  %half = lshr i64 %n, 1
  %triple = mul i64 %n, 3
  %odd = add i64 %triple, 1
  %after = select i1 %is.even, i64 %half, i64 %odd
  %more = add i64 %count, 1
  br label %test
end:
  ret i64 %count
}

define i32 @main(i32 %argc, ptr %argv) {
entry:
  %list = alloca %list
  %text.at = getelementptr ptr, ptr %argv, i64 1
  %text = load ptr, ptr %text.at
  %limit32 = call i32 @atoi(ptr %text)
  %limit = sext i32 %limit32 to i64
  call void @list_new(ptr %list)
  br label %fill
fill:
  %i = phi i64 [ 1, %entry ], [ %i.next, %fill ]
  %length = call i64 @steps(i64 %i)
  call void @list_add(ptr %list, i64 %length)
  %i.next = add i64 %i, 1
  %again = icmp slt i64 %i.next, %limit
  br i1 %again, label %fill, label %sort
sort:
  call void @list_sort(ptr %list)
  %count = call i64 @list_count(ptr %list)
  br label %show
show:
  %j = phi i64 [ 0, %sort ], [ %j.next, %show ]
  %value = call i64 @list_get(ptr %list, i64 %j)
  call void @print(i64 %value)
  %j.next = add i64 %j, 1
  %more = icmp slt i64 %j.next, %count
  br i1 %more, label %show, label %end
end:
  call void @print_line()
  call void @list_delete(ptr %list)
  %result = trunc i64 %value to i32
  ret i32 %result
}
