; The other half of the recursion.

@pong.table = global ptr @ping.table
@ping.table = external global ptr

declare i32 @ping(i32)

define i32 @pong(i32 %n) {
  %done = icmp eq i32 %n, 0
  br i1 %done, label %out, label %more
out:
  ret i32 50
more:
  %less = sub i32 %n, 1
  %r = call i32 @ping(i32 %less)
  %s = add i32 %r, 3
  ret i32 %s
}
