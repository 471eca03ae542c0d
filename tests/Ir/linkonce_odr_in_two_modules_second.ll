; The same function and variable.

@state = linkonce_odr global i32 0

define linkonce_odr i32 @count() noinline {
  %v = load i32, ptr @state
  %n = add i32 %v, 1
  store i32 %n, ptr @state
  ret i32 %n
}

define i32 @other() {
  %n = call i32 @count()
  ret i32 %n
}

define ptr @address() {
  ret ptr @count
}
