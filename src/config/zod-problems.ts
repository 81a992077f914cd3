import type { core } from 'zod';
import { didYouMean } from '../kit/suggest.ts';
import { allowedKeys, type JsonSchema } from './json-schema.ts';
import { type ConfigProblem, pathText } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** Turns the schema's complaints into problems with places. */
export function problemsOf(
  issues: readonly core.$ZodIssue[],
  yaml: YamlFile,
  schema: JsonSchema,
): readonly ConfigProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...issue.path, key], yaml, allowedKeys(schema, issue.path)));
    }
    const place = yaml.placeOf(issue.path);
    const message = yaml.has(issue.path) ? messageFor(issue) : 'is required';
    return [{ code: 'CONFIG_INVALID', ...place, path: pathText(issue.path), message, hint: '' }];
  });
}

function unknownKey(path: readonly PropertyKey[], yaml: YamlFile, allowed: readonly string[]): ConfigProblem {
  const near = didYouMean(String(path.at(-1)), allowed);
  return {
    code: 'CONFIG_UNKNOWN_KEY',
    ...yaml.placeOfKey(path),
    path: pathText(path),
    message: 'is not a known key',
    hint: near === null ? `known here: ${allowed.join(', ')}` : `did you mean ${near}?`,
  };
}

/** The library's words made into the end of a sentence; none of them quotes the value. */
function messageFor(issue: core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.startsWith('Invalid input') ? `must be ${typeName(issue.expected)}` : lowered(issue.message);
    case 'invalid_value':
      return `must be ${oneOf(issue.values.map(String))}`;
    case 'invalid_union':
      return unionMessage(issue);
    case 'too_small':
      if (issue.origin === 'array') return `must have at least ${String(issue.minimum)} of them`;
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${String(issue.minimum)}`;
    default:
      return lowered(issue.message);
  }
}

function unionMessage(issue: core.$ZodIssueInvalidUnion): string {
  const options: unknown = Reflect.get(issue, 'options');
  if (Array.isArray(options)) return `must be ${oneOf(options.map(String))}`;
  const inner = issue.errors.flatMap((branch) => branch.map(messageFor));
  return inner.length === 0 ? 'has none of the forms allowed here' : [...new Set(inner)].join(', or ');
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? (values[0] ?? '') : `one of ${values.join(', ')}`;
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text (put it in quotes)',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with keys of its own',
  int: 'a whole number',
};

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? `a ${expected}`;
}
