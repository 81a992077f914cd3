import { relative } from 'node:path';
import { CONNECTORS } from '../../../connectors/registry.ts';
import { type RuleBookEntry, readRuleBook } from '../../../src/app/setup/rule-book.ts';
import { SEVERITIES } from '../../../src/core/event.ts';
import { realSystem } from '../../../src/system.ts';
import { cell, link } from './markdown.ts';

/** Every detector: what it finds, what it misses, and what to do about it. */
export async function rulesPage(root: string): Promise<string> {
  const around = { system: realSystem(), connectors: CONNECTORS, cwd: root };
  const { entries, skipped } = await readRuleBook({ ruleFolders: [], disabledRules: [] }, around);
  if (skipped.length > 0)
    throw new Error(
      `rules that cannot be loaded: ${skipped.map(({ path, reason }) => `${path}: ${reason}`).join(', ')}`,
    );
  const sorted = entries.toSorted((a, b) => rank(b) - rank(a) || (a.info.id < b.info.id ? -1 : 1));
  const rows = sorted.map(
    ({ info, kind }) =>
      `| [${info.id}](#${info.id}) | ${info.severity} | ${kind === 'built-in' ? 'built in' : 'rule'} | ${cell(info.title)} |`,
  );
  return [
    '# Detections',
    '',
    `${sorted.length} detectors. Findings add up to one score per incident; a critical one pages a person by itself.`,
    'Rules are Sigma files, each with examples that must and must not fire: `keywatch rules test` runs them, also those of',
    'your own folders (`detection.rule-folders`). `keywatch rules explain ID` prints what stands here.',
    '',
    '| detector | severity | kind | what |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...sorted.flatMap((entry) => sectionOf(entry, root)),
  ].join('\n');
}

function sectionOf({ info, path, kind, examples, source, references }: RuleBookEntry, root: string): readonly string[] {
  const file = relative(root, path).replaceAll('\\', '/');
  const origin =
    kind === 'built-in'
      ? 'Built in.'
      : `${link(file, `../${file}`)}, reads ${source}, ${examples.fire} examples that must fire and ${examples.quiet} that must not.`;
  return [
    `## ${info.id}`,
    '',
    `**${info.title}**, ${info.severity}. ${info.detects}`,
    '',
    `- **Misses:** ${info.misses}`,
    `- **False positives:** ${info.falsePositives}`,
    `- **What to do:** ${info.triage}`,
    ...(info.attack.length === 0 ? [] : [`- **ATT&CK:** ${info.attack.map(technique).join(', ')}`]),
    ...(references.length === 0 ? [] : [`- **See:** ${references.join(', ')}`]),
    `- ${origin}`,
    '',
  ];
}

function technique(id: string): string {
  return link(id, `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`);
}

function rank({ info }: RuleBookEntry): number {
  return SEVERITIES.indexOf(info.severity);
}
