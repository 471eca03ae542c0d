; The protected ones.

@guarded = protected global i32 70

define protected i32 @safe() noinline {
  %v = load i32, ptr @guarded
  %w = add i32 %v, 1
  ret i32 %w
}

define ptr @address_of_safe() {
  ret ptr @safe
}
