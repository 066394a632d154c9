import { z } from 'zod';

/**
 * Places in a request schema that would drop unknown members in silence: a misspelt `effectivDate` would then post today. Found when the
 * service starts. `z.looseObject` and records are left alone, for they say on purpose that any member is welcome.
 */
export function forgivingPlaces(schema: z.core.$ZodType, at = ''): readonly string[] {
  return visit(schema, at, new Set());
}

function visit(schema: z.core.$ZodType, at: string, seen: Set<z.core.$ZodType>): string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const own = schema instanceof z.ZodObject && schema.def.catchall === undefined ? [at === '' ? '/' : at] : [];
  return [...own, ...childrenOf(schema).flatMap(([step, child]) => visit(child, `${at}${step}`, seen))];
}

function childrenOf(schema: z.core.$ZodType): readonly (readonly [string, z.core.$ZodType])[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.def.shape).map(([name, member]) => [`/${name}`, member as z.core.$ZodType]);
  if (schema instanceof z.ZodArray) return [['/*', schema.def.element]];
  if (schema instanceof z.ZodRecord) return [['/*', schema.def.valueType]];
  if (schema instanceof z.ZodTuple) return schema.def.items.map((item, index) => [`/${index}`, item]);
  if (schema instanceof z.ZodUnion) return schema.def.options.map((option) => ['', option]);
  if (schema instanceof z.ZodIntersection) return [schema.def.left, schema.def.right].map((side) => ['', side]);
  if (schema instanceof z.ZodPipe) return [['', schema.def.in]];
  if (schema instanceof z.ZodLazy) return [['', schema.def.getter()]];
  return 'innerType' in schema._zod.def ? [['', schema._zod.def.innerType as z.core.$ZodType]] : [];
}
