; The frame between.

declare void @throw(i32)
declare i32 @__gxx_personality_v0(...)

define void @middle(ptr %note) personality ptr @__gxx_personality_v0 {
  invoke void @throw(i32 14) to label %not unwind label %pad
not:
  ret void
pad:
  %lp = landingpad { ptr, i32 } cleanup
  store i32 1, ptr %note
  resume { ptr, i32 } %lp
}
