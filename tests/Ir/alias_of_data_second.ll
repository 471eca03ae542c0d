; Writes through the second name.

@third = external global i32

define void @double_third() {
  %v = load i32, ptr @third
  %w = mul i32 %v, 2
  store i32 %w, ptr @third
  ret void
}
