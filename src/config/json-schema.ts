import { type ZodType, z } from 'zod';

/** The parts of JSON Schema that our own schemas come out with. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** What may be written in the file: the input side, before parsing. */
export function jsonSchemaOf(schema: ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema;
}

/** The alternatives of a schema, itself when it has none. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  const branches = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  return branches === undefined ? [schema] : branches.flatMap(branchesOf);
}

/** Keys that may stand in the object at a path, over all alternatives. */
export function allowedKeys(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  let level: readonly JsonSchema[] = branchesOf(schema);
  for (const part of path) {
    const next = level.map((one) => (typeof part === 'number' ? one.items : one.properties?.[String(part)]));
    level = next.filter((one) => one !== undefined).flatMap(branchesOf);
  }
  return [...new Set(level.flatMap((one) => Object.keys(one.properties ?? {})))];
}
