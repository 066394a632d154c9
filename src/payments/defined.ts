/** Leaves out what a row does not have, so that an absent fact is absent and not null. */
export function defined<Facts extends object>(facts: Facts): { [Key in keyof Facts]?: NonNullable<Facts[Key]> } {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof Facts]?: NonNullable<Facts[Key]>;
  };
}
