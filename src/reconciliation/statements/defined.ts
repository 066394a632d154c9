type Defined<Shape> = { [Key in keyof Shape]: Exclude<Shape[Key], undefined> };

/**
 * Leaves out what is undefined, so that a field the bank did not send is absent rather than present and empty: two readings of one
 * statement then compare as equal whatever format they came in.
 */
export function defined<Shape extends object>(shape: Shape): Partial<Defined<Shape>> {
  return Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as Partial<Defined<Shape>>;
}
