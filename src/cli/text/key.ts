import type { KeyStory } from '../../app/keys/story.ts';
import { coverageSentence } from '../../core/coverage.ts';
import type { Millis } from '../../core/time.ts';
import { escapeTerminal } from '../../kit/escape-terminal.ts';
import { padStart, wrap } from '../../kit/text-width.ts';
import { type LineageNode, lineageOf } from '../../report/lineage.ts';
import { count, labelled } from '../../report/lines.ts';
import { shortActor } from '../../report/names.ts';
import type { TextOptions } from '../../report/paint.ts';
import { clean, paint, SEVERITY_STYLES } from '../../report/paint.ts';
import { clockTime, duration } from '../../report/when.ts';

/** Members of a family that are drawn; sessions come by the thousand. */
const MOST_DRAWN = 20;

/** A credential's story for people: who it is, what it came from, what it did. */
export function keyStoryText(story: KeyStory, now: Millis, options: TextOptions): string {
  const { credential } = story;
  const head = `${escapeTerminal(credential.id)}  ${credential.kind} of ${clean(shortActor(credential.actor)) || 'nobody known'}`;
  const sections = [
    [paint('bold', head, options.color), ...factLines(story, now, options)],
    lineageLines(story),
    ['Exposures', ...exposureLines(story)],
    ['Incidents', ...incidentLines(story, options)],
    ...(story.events === 0
      ? []
      : [topLines('Did most', story.actions), topLines('From', story.addresses.map(withNetwork))]),
    [
      ...wrap(`Coverage: ${clean(coverageSentence(story.coverage))}`, options.width ?? Number.POSITIVE_INFINITY),
      ...labelled('= next', `keywatch search --credential ${escapeTerminal(credential.id)}`, options, 0),
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function factLines(
  { credential, binding, state, events }: KeyStory,
  now: Millis,
  options: TextOptions,
): readonly string[] {
  const at = (label: string, moment: Millis | null): string =>
    moment === null ? '' : `${label} ${clockTime(moment)} UTC, ${duration(Math.max(0, now - moment))} ago`;
  const born = [at('made', credential.createdAt), at('first used', credential.firstSeen)].filter((part) => part !== '');
  const bound =
    binding === null
      ? 'not in the configuration: `keywatch keys adopt` drafts it'
      : [
          binding.name,
          `owner ${binding.owner === '' ? 'not named' : binding.owner}`,
          ...(binding.networks.length > 0 ? [`expected from ${binding.networks.join(', ')}`] : []),
          ...(binding.protected ? ['protected'] : []),
          ...(binding.availabilityFirst ? ['availability first'] : []),
        ].join(', ');
  const others = credential.aliases.filter((alias) => alias !== credential.id);
  const line = (label: string, text: string): readonly string[] => (text === '' ? [] : labelled(label, text, options));
  return [
    ...line('known as', escapeTerminal(others.join(', '))),
    ...line('bound', clean(bound)),
    ...line('account', `${clean(credential.provider)} ${clean(credential.account)}`),
    ...line('actor', clean([credential.actor, credential.session].filter((part) => part !== '').join(' as '))),
    ...line('state', state === 'unknown' ? 'unknown: no list of the provider names it yet' : state),
    ...line('may change', clean(powersText(credential.powers))),
    ...line('since', born.join('; ')),
    ...line(
      'used',
      events === 0 ? 'never seen in use' : `${count(events, 'event')}, ${at('the last', credential.lastUsed)}`,
    ),
  ];
}

/** '' where no list says. */
function powersText(powers: readonly string[] | undefined): string {
  if (powers === undefined) return '';
  return powers.length === 0 ? 'nothing: it may only read' : powers.join(', ');
}

function lineageLines(story: KeyStory): readonly string[] {
  const { credential, ancestors, descendants, edges } = story;
  if (ancestors.length + descendants.length === 0)
    return ['Lineage', '  made from nothing known, and nothing was made from it'];
  const above = ancestors.map(({ id, kind, actor }, depth) => `${indent(depth)}${describe(id, kind, actor)}`);
  const trees = lineageOf([credential, ...descendants], edges);
  const own = trees.find(({ alias }) => alias === credential.id);
  const drawn = own === undefined ? [] : drawTree(own, ancestors.length);
  const left = drawn.length - MOST_DRAWN;
  return [
    'Lineage',
    ...above,
    ...drawn.slice(0, MOST_DRAWN),
    ...(left > 0 ? [`${indent(ancestors.length + 1)}and ${left} more`] : []),
  ];
}

function drawTree(node: LineageNode, depth: number): readonly string[] {
  const { credential, made, alias } = node;
  const kind = credential?.kind ?? made?.childKind ?? 'none';
  const when = made === null ? '  <- this one' : `, made ${clockTime(made.at)} UTC`;
  const line = `${indent(depth)}${describe(alias, kind, credential?.actor ?? made?.childActor ?? '')}${when}`;
  return [line, ...node.children.flatMap((child) => drawTree(child, depth + 1))];
}

function describe(alias: string, kind: string, actor: string): string {
  return `${escapeTerminal(alias)}  ${kind}${actor === '' ? '' : ` of ${clean(shortActor(actor))}`}`;
}

function indent(depth: number): string {
  return '  '.repeat(depth + 1);
}

function exposureLines({ exposures }: KeyStory): readonly string[] {
  if (exposures.length === 0) return ['  none reported'];
  return exposures.map(({ summary, place, exposedAt, origin }) => {
    const where = place === '' ? '' : ` in ${place}`;
    return `  since ${clockTime(exposedAt)} UTC: ${clean(`${summary}${where} (${origin})`)}`;
  });
}

function incidentLines({ incidents }: KeyStory, options: TextOptions): readonly string[] {
  if (incidents.length === 0) return ['  none'];
  return incidents.map(({ id, severity, status, title }) => {
    const level = paint(SEVERITY_STYLES[severity], severity, options.color);
    return `  ${id}  ${level}, ${status}: ${clean(title)}`;
  });
}

function topLines(title: string, rows: readonly { readonly key: string; readonly count: number }[]): readonly string[] {
  const width = Math.max(...rows.map((row) => String(row.count).length));
  return [title, ...rows.map((row) => `  ${padStart(String(row.count), width)}  ${clean(row.key)}`)];
}

function withNetwork({ key, count: times, network }: KeyStory['addresses'][number]): { key: string; count: number } {
  const facts = [network?.owner ?? '', network?.country ?? ''].filter((part) => part !== '');
  return { key: facts.length === 0 ? key : `${key} (${facts.join(', ')})`, count: times };
}
