/** For building an object field by field, so that what the bank did not send is absent; the built object goes out as read-only. */
export type Mutable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };
