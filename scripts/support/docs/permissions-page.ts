import type { ActionDeclaration } from '../../../src/core/action.ts';
import type { Connector } from '../../../src/core/connector.ts';
import type { PartNeeds } from '../../../src/core/setup.ts';
import { cell } from './markdown.ts';

/** What each provider has to grant, for reading and for every single action. */
export function permissionsPage(connectors: readonly Connector[]): string {
  return [
    '# Permissions',
    '',
    'What has to be granted, in the words of each provider. Reading and acting are separate: without the second, Keywatch',
    'watches and plans, and can change nothing. `keywatch init --grants` prints the documents, `keywatch doctor` says which',
    'permission is missing and which is too much.',
    '',
    ...connectors.filter((connector) => 'open' in connector).flatMap(sectionOf),
  ].join('\n');
}

function sectionOf({ title, setup, actions }: Connector): readonly string[] {
  const grants = (setup?.grants ?? []).flatMap(({ name, purpose, language, document }) => [
    `### ${name}`,
    '',
    purpose,
    '',
    `\`\`\`${language}`,
    document.trimEnd(),
    '```',
    '',
  ]);
  const steps = (setup?.steps ?? []).map((step, index) => `${index + 1}. ${step}`);
  return [
    `## ${title}`,
    '',
    ...(steps.length === 0 ? [] : [...steps, '']),
    ...grants,
    ...partTable(setup?.parts ?? []),
    ...actionTable(actions),
  ];
}

function partTable(parts: readonly PartNeeds[]): readonly string[] {
  if (parts.length === 0) return [];
  const rows = parts.map(({ part, plan, needs, instead, without }) => {
    const permissions = needs.map((one) => `\`${one}\``).join(', ');
    return `| ${cell(part)} | ${cell(plan) || 'every one'} | ${permissions || '–'} | ${cell(instead)} | ${cell(without)} |`;
  });
  return [
    '### What each part needs',
    '',
    '| part | plan | permission | instead | without it |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ];
}

function actionTable(actions: readonly ActionDeclaration[]): readonly string[] {
  if (actions.length === 0) return ['Keywatch can do nothing here.', ''];
  const sorted = actions.toSorted((a, b) =>
    a.capability < b.capability ? -1 : a.capability > b.capability ? 1 : a.order - b.order,
  );
  const rows = sorted.map(
    ({ id, title, capability, mode, risk, needs, caution }) =>
      `| \`${id}\` | ${cell(title)} | ${capability} | ${mode} | ${risk} | ${needs.map((one) => `\`${one}\``).join(', ')} | ${cell(caution)} |`,
  );
  return [
    '### What approved runs can do',
    '',
    '| action | what | for | mode | risk | needs | mind |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
  ];
}
