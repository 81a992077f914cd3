import { parseAllDocuments } from 'yaml';
import type { Severity } from '../../core/event.ts';
import { parseExtras } from './extras.ts';
import { isObject, textOf } from './field.ts';
import type { RuleFile, SigmaRule, SkippedRule } from './rule.ts';
import { RuleError } from './rule.ts';

const LEVELS: Readonly<Record<string, Severity>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

export interface ParsedRules {
  readonly rules: readonly SigmaRule[];
  readonly skipped: readonly SkippedRule[];
}

/** Reads rule files. One bad file never costs the others: it is listed with the reason. */
export function parseRules(files: readonly RuleFile[]): ParsedRules {
  const rules = new Map<string, SigmaRule>();
  const skipped: SkippedRule[] = [];
  for (const file of files) {
    const documents = parseAllDocuments(file.text);
    for (const [index, document] of documents.entries()) {
      const value: unknown = document.errors.length === 0 ? document.toJS() : null;
      try {
        const broken = document.errors[0];
        if (broken !== undefined) throw new RuleError(`not YAML: ${broken.message.split('\n')[0] ?? ''}`);
        const rule = parseRule(value, file.path, index);
        if (rules.has(rule.info.id)) throw new RuleError(`another rule has the id "${rule.info.id}" already`);
        rules.set(rule.info.id, rule);
      } catch (error) {
        if (!(error instanceof RuleError)) throw error;
        skipped.push({ path: file.path, title: isObject(value) ? textOf(value['title']) : '', reason: error.message });
      }
    }
  }
  return { rules: [...rules.values()], skipped };
}

function parseRule(source: unknown, path: string, index: number): SigmaRule {
  if (!isObject(source)) throw new RuleError('the document is not a map');
  if (source['correlation'] !== undefined) throw new RuleError('correlation documents are not supported');
  const detection = source['detection'];
  if (!isObject(detection)) throw new RuleError('there is no "detection" map');
  const { condition, timeframe, ...selections } = detection;
  if (timeframe !== undefined) throw new RuleError('"timeframe" is not supported');
  const conditions = strings(condition);
  if (conditions.length === 0) throw new RuleError('there is no condition');
  const level = LEVELS[textOf(source['level']).toLowerCase()] ?? 'medium';
  const own = source['keywatch'] === undefined ? null : parseExtras(source['keywatch'], level);
  const logsource = isObject(source['logsource']) ? source['logsource'] : {};
  return {
    info: {
      id: idOf(path, index),
      title: textOf(source['title']),
      severity: level,
      attack: strings(source['tags']).flatMap(techniqueOf),
      detects: textOf(source['description']).trim(),
      misses: own?.misses ?? '',
      falsePositives: strings(source['falsepositives']).join(' '),
      triage: own?.triage ?? '',
    },
    path,
    uuid: textOf(source['id']),
    author: textOf(source['author']),
    license: textOf(source['license']),
    references: strings(source['references']),
    logsource: {
      product: textOf(logsource['product']),
      service: textOf(logsource['service']),
      category: textOf(logsource['category']),
    },
    selections,
    conditions,
    fields: strings(source['fields']),
    extras: own?.extras ?? null,
  };
}

function idOf(path: string, index: number): string {
  const name = (path.split('/').at(-1) ?? path).replace(/\.ya?ml$/, '');
  return index === 0 ? name : `${name}-${index + 1}`;
}

function strings(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(textOf) : [textOf(value)];
}

/** `attack.t1098.001` -> `T1098.001`; tactics are left out. */
function techniqueOf(tag: string): readonly string[] {
  const match = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag);
  return match?.[1] === undefined ? [] : [match[1].toUpperCase()];
}
